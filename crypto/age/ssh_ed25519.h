// Ed25519 keys of SSH as recipients and identities: stanzas "ssh-ed25519". The key is converted to
// X25519 and, since it also signs, tweaked by its own wire form.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/primitives/ed25519.h"
#include "crypto/primitives/hkdf.h"
#include "crypto/primitives/x25519.h"

#include <string>

namespace holdfast::age {

// What both sides know of a key.
struct SshEd25519Public {
  Ed25519PublicKey key{};
  X25519Point point{};  // the same for X25519
  std::string tag;

  // Throws Failed for a key that nobody can have made, of low order for one.
  explicit SshEd25519Public(const Ed25519PublicKey& of);
};

class SshEd25519Recipient final : public Recipient {
 public:
  // Throws Failed for a key that cannot be encrypted to.
  explicit SshEd25519Recipient(const Ed25519PublicKey& key) : public_(key) {}
  [[nodiscard]] Wrapped wrap(const FileKey& file_key) const override;
  // "ssh-ed25519 AAAA...", without a comment.
  [[nodiscard]] std::string text() const override;

 private:
  SshEd25519Public public_;
};

class SshEd25519Identity final : public Identity {
 public:
  explicit SshEd25519Identity(const Ed25519Seed& seed);
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  // "ssh-ed25519 AAAA...", without a comment.
  [[nodiscard]] std::string recipient() const override;

 private:
  [[nodiscard]] std::optional<FileKey> open(const Stanza& stanza, const X25519Point& share) const;

  SshEd25519Public public_;
  X25519Scalar scalar_;
};

}  // namespace holdfast::age
