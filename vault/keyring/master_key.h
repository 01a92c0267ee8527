// The text form of a master key, as rules name it and files list it.
#pragma once

#include "vault/document/metadata.h"
#include "vault/keyring/gpg.h"

#include <string>
#include <string_view>

namespace holdfast::vault {

// "age1..." or "ssh-..." for a recipient of age; "pgp FINGERPRINT", "kms ARN", ... for the others,
// as in RuleGroup::foreign.
struct MasterKey {
  std::string kind;  // "age", or the name of the list in a `sops` block
  std::string name;

  friend bool operator==(const MasterKey& one, const MasterKey& other) = default;
};

// A fingerprint of PGP loses its blanks.
[[nodiscard]] MasterKey parse_master_key(std::string_view text);
[[nodiscard]] std::string print_master_key(const MasterKey& key);
[[nodiscard]] std::string print_master_key(const ForeignEntry& entry);

// `secret` wrapped for the key: what its `enc` holds. Throws Refused, naming the key, for a kind
// that cannot be wrapped here, and for PGP where `gpg` is null.
[[nodiscard]] std::string wrap_for_master_key(const MasterKey& key,
                                              ByteView secret,
                                              const Gpg* gpg);

}  // namespace holdfast::vault
