// Passphrases (age v1, "The scrypt recipient type").
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "src/base/secret.h"

namespace holdfast::age {

inline constexpr int kWrittenWorkFactor = 18;  // about a second and 256 MiB
inline constexpr int kMaxWorkFactor = 22;      // a hostile file must not choose our memory

// Must be the only recipient of its file: encrypt() refuses it beside others.
class ScryptRecipient final : public Recipient {
 public:
  // `passphrase` is used byte for byte and must not be empty (throws Failed).
  explicit ScryptRecipient(SecretText passphrase, int work_factor = kWrittenWorkFactor);
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  [[nodiscard]] std::string text() const override { return "passphrase"; }

 private:
  SecretText passphrase_;
  int work_factor_;
};

class ScryptIdentity final : public Identity {
 public:
  explicit ScryptIdentity(SecretText passphrase) : passphrase_(std::move(passphrase)) {}
  // nullopt for a wrong passphrase or a file without an scrypt stanza. Throws Integrity when the
  // stanza is malformed, is not alone, or asks for more than kMaxWorkFactor.
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  [[nodiscard]] std::string recipient() const override { return {}; }

 private:
  SecretText passphrase_;
};

}  // namespace holdfast::age
