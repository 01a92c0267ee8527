// What the creation rule of a file says about encrypting it.
#pragma once

#include "cli/sops_file.h"
#include "vault/operations/encrypt.h"
#include "vault/rules/creation_rule.h"

#include <optional>
#include <string>

namespace holdfast::cli {

// Whether gpg may wrap for the PGP keys that a rule names.
enum class PgpKeys { Allowed, Refused };

// The keys and the threshold of a rule; not its selection. Throws Refused, naming it, for a key
// that cannot be wrapped here.
[[nodiscard]] vault::EncryptionPlan plan_from_rule(const vault::CreationRule& rule, PgpKeys pgp);

// The rule that wins for a file; nullptr without a config or where none matches. Errors name it.
[[nodiscard]] const vault::CreationRule* winning_rule(const std::optional<FoundConfig>& config,
                                                      const Path& name);
[[noreturn]] void refuse_without_keys(const std::optional<FoundConfig>& config, const Path& name);

// All that a file's own rule says. Throws Failed where there is none.
[[nodiscard]] vault::EncryptionPlan plan_of_rule(const Path& name,
                                                 const std::optional<std::string>& config,
                                                 PgpKeys pgp);

}  // namespace holdfast::cli
