// Wraps data keys for the recipients of key groups, and opens what was wrapped.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/sops/data_key.h"
#include "src/base/secret.h"
#include "vault/document/metadata.h"
#include "vault/keyring/gpg.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// An identity, borrowed, with the recipient that it opens for ("" if unknown).
struct Opener {
  const age::Identity* identity;
  std::string recipient;
};

[[nodiscard]] std::vector<Opener> openers_of(std::span<const age::Identity* const> identities);

// What the entries of each group hold: the data key itself for one group, one share a group for
// more (docs/reference/formats/sops.md, "Shamir"). `threshold` 0 means all groups. Throws Failed
// when the numbers do not go together.
[[nodiscard]] std::vector<SecretBytes> group_secrets(const sops::DataKey& key,
                                                     std::size_t groups,
                                                     int threshold);

// An armored age file that holds `secret` for `recipient`. Throws Failed for a recipient that
// cannot be used, naming it.
[[nodiscard]] std::string wrap_for(std::string_view recipient, ByteView secret);

// What an entry holds; nullopt when none of `with` opens it. Throws Integrity when it is damaged.
[[nodiscard]] std::optional<SecretBytes> open_entry(const AgeEntry& entry,
                                                    std::span<const Opener> with);

// What the entries of a group hold; nullopt when none opens. Entries that name the recipient of an
// opener come first, so that the usual file costs one unwrapping. A damaged entry is passed over;
// its Integrity error is thrown when no other entry opens; so is Failed of an identity that cannot
// be used here.
[[nodiscard]] std::optional<SecretBytes> open_group(const KeyGroup& group,
                                                    std::span<const Opener> with);

// The same by the PGP keys of the group; nullopt when gpg opens none.
[[nodiscard]] std::optional<SecretBytes> open_group(const KeyGroup& group, const Gpg& gpg);

// Throws Failed unless there are 32 bytes.
[[nodiscard]] sops::DataKey as_data_key(ByteView bytes);

}  // namespace holdfast::vault
