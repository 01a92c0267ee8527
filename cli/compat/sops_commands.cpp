#include "cli/compat/sops_commands.h"

#include "cli/compat/sops_flags.h"
#include "cli/compat/sops_verbs.h"

#include <algorithm>
#include <array>

namespace holdfast::cli {

namespace {

constexpr std::array kCommands{
    SopsCommand{"encrypt", "[file]", "encrypt a file", sops_encrypt_flags, sops_encrypt},
    SopsCommand{"decrypt", "[file]", "decrypt a file", sops_decrypt_flags, sops_decrypt},
    SopsCommand{"edit", "file", "edit a file's plaintext", sops_edit_flags, sops_edit},
    SopsCommand{"rotate", "file", "a fresh data key for a file", sops_rotate_flags, sops_rotate},
    SopsCommand{"set", "file path value", "set one value (JSON)", sops_set_flags, sops_set},
    SopsCommand{"unset", "file path", "take one value out", sops_unset_flags, sops_unset},
    SopsCommand{"updatekeys",
                "file...",
                "make files match their rules",
                sops_updatekeys_flags,
                sops_updatekeys},
    SopsCommand{"groups add", "", "add a key group", sops_groups_add_flags, sops_groups_add},
    SopsCommand{"groups delete",
                "index",
                "remove a key group",
                sops_groups_delete_flags,
                sops_groups_delete},
    SopsCommand{"exec-env",
                "file command",
                "run a command with the values as variables",
                sops_exec_env_flags,
                sops_exec_env},
    SopsCommand{"exec-file",
                "file command",
                "run a command that reads the plaintext",
                sops_exec_file_flags,
                sops_exec_file},
    SopsCommand{"publish", "path", "publish files to a folder", sops_publish_flags, sops_publish},
    SopsCommand{"filestatus",
                "file",
                "say whether a file is encrypted",
                sops_filestatus_flags,
                sops_filestatus},
    SopsCommand{"keyservice",
                "",
                "refused: holdfast serves no keys",
                sops_keyservice_flags,
                sops_keyservice},
    SopsCommand{"completion bash",
                "",
                "print what bash completes sops with",
                sops_no_flags,
                sops_completion},
    SopsCommand{
        "completion zsh", "", "print what zsh completes sops with", sops_no_flags, sops_completion},
};

}  // namespace

std::span<const SopsCommand> sops_commands() { return kCommands; }

const SopsCommand* find_sops_command(std::string_view name) {
  const auto* found = std::ranges::find(kCommands, name, &SopsCommand::name);
  return found == kCommands.end() ? nullptr : found;
}

bool is_sops_command_group(std::string_view name) {
  return std::ranges::any_of(kCommands, [name](const SopsCommand& command) {
    return command.name.starts_with(name) && command.name.substr(name.size()).starts_with(' ');
  });
}

}  // namespace holdfast::cli
