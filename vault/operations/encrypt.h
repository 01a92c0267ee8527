// Turns a plain document into an encrypted one.
#pragma once

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/document/document.h"
#include "vault/document/selection.h"
#include "vault/keyring/gpg.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// What a new file's `sops` block is to say.
struct EncryptionPlan {
  std::vector<std::vector<std::string>> groups;  // the master keys of each key group
                                                 // (master_key.h); one group is usual
  int shamir_threshold = 0;                      // 0: all groups, when there are several
  Selection selection;
  bool may_encrypt_nothing = false;  // sops leaves a file that has nothing to encrypt in the clear
};

struct Encrypted {
  SecretText text;
  std::size_t values = 0;   // how many values and comments were encrypted
  bool has_values = false;  // whether the document had any value to encrypt (non-null, non-empty)
};

// Encrypts the selected values in place and appends the `sops` block, as sops writes it, in the
// document's own indentation and line ends; of a binary file it makes {"data": ..., "sops": ...},
// whatever the selection. The result was parsed and decrypted again in memory.
// Throws Refused when the document has a top-level `sops` key already, or has values and the
// selection encrypts none of them (unless it may), or where a master key is of a kind that cannot
// be wrapped (PGP without `gpg`); Failed for a recipient that cannot be used or a group without
// one.
[[nodiscard]] Encrypted encrypt_document(const Document& plain,
                                         const EncryptionPlan& plan,
                                         Time now,
                                         const Gpg* gpg = nullptr);

}  // namespace holdfast::vault
