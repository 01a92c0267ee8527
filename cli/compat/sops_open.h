// Opens a document's values with the exit codes of sops.
#pragma once

#include "cli/compat/sops_call.h"
#include "vault/operations/decrypt.h"

namespace holdfast::cli {

// Warnings go to stderr. Throws SopsFailure: CannotDecrypt for a value, MacMismatch for the MAC
// (not with --ignore-mac).
[[nodiscard]] vault::OpenDocument sops_open(const vault::Document& document,
                                            const sops::DataKey& key,
                                            const SopsCall& call);

}  // namespace holdfast::cli
