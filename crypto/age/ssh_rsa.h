// RSA keys of SSH as recipients and identities: stanzas "ssh-rsa".
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/primitives/rsa.h"

#include <cstddef>
#include <string>

namespace holdfast::age {

inline constexpr std::size_t kMinSshRsaBits = 2048;

class SshRsaRecipient final : public Recipient {
 public:
  // Throws Failed for a modulus of less than kMinSshRsaBits.
  explicit SshRsaRecipient(RsaPublicKey key);
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  // "ssh-rsa AAAA...", without a comment.
  [[nodiscard]] std::string text() const override;

 private:
  RsaPublicKey key_;
  std::string tag_;
};

class SshRsaIdentity final : public Identity {
 public:
  // Of any size: what was once encrypted can be read.
  explicit SshRsaIdentity(RsaPrivateKey key);
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  // "ssh-rsa AAAA...", without a comment.
  [[nodiscard]] std::string recipient() const override;

 private:
  RsaPrivateKey key_;
  std::string tag_;
};

}  // namespace holdfast::age
