// Who may open a new file, as the words of a sops command and the configuration have it.
#pragma once

#include "cli/compat/sops_call.h"
#include "vault/operations/encrypt.h"

namespace holdfast::cli {

// Throws SopsFailure: ConflictingParameters for selection options that go against each other,
// Generic when no rule matches (recipients or not, as in sops) or there are neither rules nor
// recipients.
[[nodiscard]] vault::EncryptionPlan sops_plan(const SopsCall& call, const SopsTarget& target);

}  // namespace holdfast::cli
