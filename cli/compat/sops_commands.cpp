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
