#include "crypto/age/ssh_locked_identity.h"

#include "crypto/age/ssh_keys.h"
#include "crypto/age/ssh_tag.h"
#include "crypto/ssh/private_key.h"
#include "crypto/ssh/public_key.h"
#include "src/base/error.h"

#include <utility>

namespace holdfast::age {

SshLockedIdentity::SshLockedIdentity(SecretText file, ssh::PublicKey key, AskSecret ask)
    : file_(std::move(file)), key_(std::move(key)), ask_(std::move(ask)) {}

std::optional<FileKey> SshLockedIdentity::unwrap(std::span<const Stanza> stanzas) const {
  if (!hints_at(stanzas, key_)) return std::nullopt;
  return unlocked().unwrap(stanzas);
}

std::string SshLockedIdentity::recipient() const { return ssh::public_key_line(key_); }

const Identity& SshLockedIdentity::unlocked() const {
  const std::lock_guard guard(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  if (identity_) return *identity_;
  try {
    identity_ = unlock();
  } catch (const Error&) {
    failure_ = std::current_exception();
    throw;
  }
  return *identity_;
}

IdentityPtr SshLockedIdentity::unlock() const {
  const std::optional<SecretText> passphrase = ask_ ? ask_() : std::nullopt;
  if (!passphrase) {
    throw Error(Code::Failed, "the SSH private key has a passphrase, and none was given");
  }
  PrivateKey key = ssh::parse_private_key_file(file_.expose(), &*passphrase);
  if (ssh::public_key_of(key) != key_) {
    throw Error(Code::Failed, "the SSH private key does not fit its public key");
  }
  return ssh_identity(std::move(key));
}

}  // namespace holdfast::age
