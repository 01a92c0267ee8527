// X25519 recipients and identities (age v1, "The X25519 recipient type").
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/primitives/x25519.h"
#include "src/base/secret.h"

#include <string>
#include <string_view>

namespace holdfast::age {

class X25519Recipient final : public Recipient {
 public:
  explicit X25519Recipient(const X25519Point& point) : point_(point) {}
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  [[nodiscard]] std::string text() const override;

 private:
  X25519Point point_;
};

class X25519Identity final : public Identity {
 public:
  explicit X25519Identity(X25519Scalar scalar);
  [[nodiscard]] static std::unique_ptr<X25519Identity> generate();
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  [[nodiscard]] std::string recipient() const override;
  // "AGE-SECRET-KEY-1...", without a line feed.
  [[nodiscard]] SecretText text() const;

 private:
  X25519Scalar scalar_;
  X25519Point point_;
};

// "age1..." with a good checksum and 32 bytes. Throws Failed.
[[nodiscard]] std::unique_ptr<X25519Recipient> parse_x25519_recipient(std::string_view text);
// "AGE-SECRET-KEY-1...", upper case. Throws Failed without repeating the text.
[[nodiscard]] std::unique_ptr<X25519Identity> parse_x25519_identity(std::string_view text);

}  // namespace holdfast::age
