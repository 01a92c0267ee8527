// What of a file goes to where it is published.
#pragma once

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/keyring/gpg.h"
#include "vault/operations/decrypt.h"
#include "vault/rules/creation_rule.h"

namespace holdfast::vault {

// The file as it is; or, where the recreation rule (null: there is none) names keys, encrypted anew
// for them as that rule says, all of its selection options included. Throws as encrypt_document.
[[nodiscard]] SecretText published_text(const Opened& file,
                                        const CreationRule* recreation,
                                        Time now,
                                        const Gpg* gpg);

}  // namespace holdfast::vault
