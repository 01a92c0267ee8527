#include "vault/keyring/wrap.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/recipient.h"
#include "crypto/shamir/shares.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace holdfast::vault {

namespace {

// Tries entries one after the other; keeps the gravest fault, since another entry may still open.
class GroupOpening {
 public:
  explicit GroupOpening(const KeyGroup& group) : group_(group) {}

  // With each opener that an entry names.
  [[nodiscard]] std::optional<SecretBytes> try_named(std::span<const Opener> with) {
    for (const AgeEntry& entry : group_.age) {
      for (const Opener& opener : with) {
        if (opener.recipient != entry.recipient) continue;
        auto secret = attempt(entry, {&opener, 1});
        if (secret) return secret;
      }
    }
    return std::nullopt;
  }

  // With all, since nothing vouches for the recipient that an entry names.
  [[nodiscard]] std::optional<SecretBytes> try_all(std::span<const Opener> with) {
    for (const AgeEntry& entry : group_.age) {
      auto secret = attempt(entry, with);
      if (secret) return secret;
    }
    return std::nullopt;
  }

  void rethrow_fault() const {
    if (fault_) throw Error(*fault_);
  }

 private:
  std::optional<SecretBytes> attempt(const AgeEntry& entry, std::span<const Opener> with) {
    try {
      return open_entry(entry, with);
    } catch (const Error& error) {
      if (!fault_ || graver(fault_->code(), error.code()) != fault_->code()) fault_ = error;
      return std::nullopt;
    }
  }

  const KeyGroup& group_;
  std::optional<Error> fault_;
};

}  // namespace

std::vector<Opener> openers_of(std::span<const age::Identity* const> identities) {
  std::vector<Opener> openers;
  openers.reserve(identities.size());
  for (const age::Identity* identity : identities) {
    openers.push_back({identity, identity->recipient()});
  }
  return openers;
}

std::vector<SecretBytes> group_secrets(const sops::DataKey& key,
                                       std::size_t groups,
                                       int threshold) {
  std::vector<SecretBytes> secrets;
  if (groups == 1) {
    secrets.emplace_back(ByteView(key.expose()));
    return secrets;
  }
  const int count = static_cast<int>(std::min<std::size_t>(groups, INT16_MAX));
  return shamir::split(key.expose(), count, threshold == 0 ? count : threshold);
}

std::string wrap_for(std::string_view recipient, ByteView secret) {
  try {
    return age::encrypt_armored(secret, *age::parse_recipient(recipient));
  } catch (Error& error) {
    error.at_key(recipient);
    throw;
  }
}

std::optional<SecretBytes> open_entry(const AgeEntry& entry, std::span<const Opener> with) {
  std::vector<const age::Identity*> identities;
  identities.reserve(with.size());
  for (const Opener& opener : with) identities.push_back(opener.identity);
  const auto plain = age::try_decrypt(as_bytes(entry.enc), identities);
  if (!plain) return std::nullopt;
  return SecretBytes(plain->expose_bytes());
}

std::optional<SecretBytes> open_group(const KeyGroup& group, std::span<const Opener> with) {
  if (with.empty()) return std::nullopt;
  GroupOpening opening(group);
  auto secret = opening.try_named(with);
  if (!secret) secret = opening.try_all(with);
  if (!secret) opening.rethrow_fault();
  return secret;
}

std::optional<SecretBytes> open_group(const KeyGroup& group, const Gpg& gpg) {
  for (const ForeignEntry& entry : group.foreign) {
    if (entry.kind != "pgp") continue;
    if (auto secret = gpg.open(entry.enc)) return secret;
  }
  return std::nullopt;
}

sops::DataKey as_data_key(ByteView bytes) {
  if (bytes.size() != sops::DataKey::kSize) {
    throw Error(Code::Failed, fmt::format("a data key of {} bytes is not supported", bytes.size()));
  }
  return sops::DataKey(bytes.first<sops::DataKey::kSize>());
}

}  // namespace holdfast::vault
