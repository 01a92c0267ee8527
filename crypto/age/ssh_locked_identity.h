// An SSH private key whose passphrase is asked for only when it is needed.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/ssh/key_blob.h"
#include "src/base/secret.h"

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace holdfast::age {

// nullopt where nobody can be asked.
using AskSecret = std::function<std::optional<SecretText>()>;

class SshLockedIdentity final : public Identity {
 public:
  // `file` holds the private half of `key`, under a passphrase.
  SshLockedIdentity(SecretText file, ssh::PublicKey key, AskSecret ask);

  // Asks once, when a stanza first hints at the key. Throws Failed when there is no passphrase or
  // the wrong one, and from then on again: a run of many files must not ask for each.
  [[nodiscard]] std::optional<FileKey> unwrap(std::span<const Stanza> stanzas) const override;
  [[nodiscard]] std::string recipient() const override;

 private:
  [[nodiscard]] IdentityPtr unlock() const;
  [[nodiscard]] const Identity& unlocked() const;

  SecretText file_;
  ssh::PublicKey key_;
  AskSecret ask_;
  mutable std::mutex mutex_;
  mutable IdentityPtr identity_;
  mutable std::exception_ptr failure_;
};

}  // namespace holdfast::age
