// Changes whole key groups of an encrypted document: what `sops updatekeys`, `groups` and `rotate`
// with added and removed keys do.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/sops/data_key.h"
#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/document/document.h"
#include "vault/keyring/gpg.h"
#include "vault/keyring/master_key.h"
#include "vault/operations/decrypt.h"
#include "vault/rules/creation_rule.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// Who is to open a file: the master keys of each group as master_key.h spells them.
struct KeyGroups {
  std::vector<std::vector<std::string>> groups;
  int shamir_threshold = 0;  // of several groups; 0: all of them

  friend bool operator==(const KeyGroups& one, const KeyGroups& other) = default;
};

// As a file has them, and as a rule wants them.
[[nodiscard]] KeyGroups groups_of(const Metadata& metadata);
[[nodiscard]] KeyGroups groups_of(const CreationRule& rule);

// How one group is to change.
struct GroupDifference {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> kept;
};
struct KeyDifference {
  std::vector<GroupDifference> groups;  // as many as the longer of both has
  bool threshold_changes = false;       // between several groups

  [[nodiscard]] bool nothing() const;
};
// Compares group by group, as sets.
[[nodiscard]] KeyDifference difference(const KeyGroups& now, const KeyGroups& wanted);

// What may be used to open shares and to wrap.
struct KeyAccess {
  std::vector<const age::Identity*> identities;  // to open single shares with
  const Gpg* gpg = nullptr;                      // null: PGP keys are neither opened nor wrapped
};

// The document with the groups wanted, its data key as it is: values, mac and lastmodified stay,
// and so do the entries of keys that stay, of foreign kinds too, wherever what they hold stays the
// same. It does not where the number of groups or the threshold changes: then every entry is
// wrapped anew. The block is printed anew in each document. Throws Usage for a group without keys,
// a threshold below 2 or above the number of groups; Refused, naming the key, where one of a
// foreign kind would have to be wrapped; Failed for a recipient that cannot be used.
[[nodiscard]] SecretText change_groups(const Document& document,
                                       const sops::DataKey& key,
                                       const KeyGroups& wanted,
                                       Time now,
                                       const KeyAccess& access);

// The same under a fresh data key: every ciphertext anew with a fresh nonce, every entry wrapped
// anew, lastmodified and mac anew. Throws Refused also where a comment opens under no path and
// would be lost.
[[nodiscard]] SecretText rotate_groups(const Opened& file,
                                       const KeyGroups& wanted,
                                       Time now,
                                       const KeyAccess& access);

}  // namespace holdfast::vault
