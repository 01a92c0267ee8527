// The flags of each sops command.
#pragma once

#include "cli/compat/sops_words.h"

namespace holdfast::cli {

// The words before a subcommand; also the whole of the older form `sops -d FILE`.
[[nodiscard]] SopsFlags sops_global_flags();

[[nodiscard]] SopsFlags sops_encrypt_flags();
[[nodiscard]] SopsFlags sops_decrypt_flags();
[[nodiscard]] SopsFlags sops_edit_flags();
[[nodiscard]] SopsFlags sops_rotate_flags();
[[nodiscard]] SopsFlags sops_set_flags();
[[nodiscard]] SopsFlags sops_unset_flags();
[[nodiscard]] SopsFlags sops_updatekeys_flags();
[[nodiscard]] SopsFlags sops_groups_add_flags();
[[nodiscard]] SopsFlags sops_groups_delete_flags();
[[nodiscard]] SopsFlags sops_exec_env_flags();
[[nodiscard]] SopsFlags sops_exec_file_flags();
[[nodiscard]] SopsFlags sops_publish_flags();
[[nodiscard]] SopsFlags sops_filestatus_flags();
[[nodiscard]] SopsFlags sops_keyservice_flags();
// Of a command that takes none but --help.
[[nodiscard]] SopsFlags sops_no_flags();

}  // namespace holdfast::cli
