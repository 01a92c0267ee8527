// Changes who may open an encrypted document, by splices into its `sops` block and ciphertexts.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/sops/data_key.h"
#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/document/document.h"

#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault {

// What is to become of the recipients. Recipients that are not named stay where they are.
struct RecipientChange {
  std::string beside;            // the additions go into every key group that lists this one, right
                                 // after it (dotenv, INI: to the end of its list, so that no other
                                 // is numbered anew); empty: to the end of the first group's list
  std::vector<std::string> add;  // text forms; one that a group lists already is not added again
  std::vector<std::string> remove;  // from every group
};

// One new entry per addition, the data key as it is: values, mac, lastmodified, version and every
// other byte stay. The new entry has the indentation and field order of its neighbour. `key` is the
// data key (with key groups, the shares of the touched groups are opened with `with`). The result
// is parsed again, holds exactly the recipients meant, and its data key opens as `key` with each
// of `proofs`. Throws Refused when a group would be left without an entry, when nothing would
// change (that is the caller's to ask before), or a group that cannot be opened would be changed.
[[nodiscard]] SecretText change_recipients(const Document& document,
                                           const sops::DataKey& key,
                                           const RecipientChange& change,
                                           const std::vector<const age::Identity*>& with,
                                           const std::vector<const age::Identity*>& proofs);

// The same change under a fresh data key: every ciphertext anew with a fresh nonce, wrapped anew to
// every recipient that remains, lastmodified and mac anew; the rest stays. The old text was opened
// (`check` its MAC) first; the result is opened again with the new data key and with each of
// `proofs` and compared value by value. Throws Refused where a foreign entry (pgp, kms, ...) would
// be left with the old data key, or a comment cannot be opened under any path.
[[nodiscard]] SecretText rotate_data_key(const Document& document,
                                         const sops::DataKey& old_key,
                                         const RecipientChange& change,
                                         Time now,
                                         const std::vector<const age::Identity*>& proofs);

// Values that stand in the clear where the file's own selection says secret; key paths. Empty
// strings and nulls are no finding.
[[nodiscard]] std::vector<std::string> clear_values(const Document& document);
// True if the document claims to be encrypted, has values that could be, and none is.
[[nodiscard]] bool encrypts_nothing(const Document& document);

}  // namespace holdfast::vault
