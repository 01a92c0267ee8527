// Opens a file's values with the exit codes of sops.
#pragma once

#include "cli/compat/sops_call.h"
#include "cli/opened_file.h"
#include "vault/operations/decrypt.h"

namespace holdfast::cli {

// Warnings go to stderr. Throws SopsFailure: what read_encrypted throws, NoDataKey, CannotDecrypt
// for a value, MacMismatch for the MAC (not with --ignore-mac).
[[nodiscard]] OpenedFile sops_open(const SopsTarget& target, const SopsCall& call);

// The file in the clear, in a format. Throws SopsFailure (CannotWriteFormat).
[[nodiscard]] SecretText sops_plaintext(const OpenedFile& file, vault::Format output);

}  // namespace holdfast::cli
