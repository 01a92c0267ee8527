#include "crypto/age/ssh_keys.h"

#include "crypto/age/ssh_ed25519.h"
#include "crypto/age/ssh_rsa.h"
#include "crypto/ssh/public_key.h"
#include "src/base/error.h"

#include <memory>
#include <utility>

namespace holdfast::age {

namespace {

bool is_supported(std::string_view type) {
  return type == ssh::kEd25519Name || type == ssh::kRsaName;
}

bool is_short_rsa(std::string_view line) {
  try {
    const ssh::PublicKey key = ssh::parse_public_key_line(line);
    const auto* rsa = std::get_if<RsaPublicKey>(&key);
    return rsa != nullptr && rsa->bits() < kMinSshRsaBits;
  } catch (const Error&) {
    return false;
  }
}

// The public half, which PEM forms hide once they have a passphrase.
ssh::PublicKey public_half(const ssh::PrivateKeyOutside& outside, const SshKeyAid& aid) {
  if (outside.public_key) return *outside.public_key;
  const std::optional<std::string> file = aid.public_file ? aid.public_file() : std::nullopt;
  if (file) return ssh::parse_public_key_file(*file);
  throw Error(Code::Failed, "the SSH private key hides its public half, and there is no .pub file")
      .hint("put the public key beside it, or convert the key: ssh-keygen -p -f FILE");
}

}  // namespace

std::optional<std::string> unsupported_ssh_key(std::string_view line) {
  std::optional<std::string> type = ssh::declared_type(line);
  if (!type || !is_supported(*type)) return type;
  if (is_short_rsa(line)) return "ssh-rsa of less than 2048 bits";
  return std::nullopt;
}

RecipientPtr parse_ssh_recipient(std::string_view line) {
  const auto type = ssh::declared_type(line);
  if (type && !is_supported(*type)) {
    throw Error(Code::Failed, "SSH keys of the type " + *type + " cannot be recipients")
        .hint("give an ssh-ed25519 or ssh-rsa key");
  }
  ssh::PublicKey key = ssh::parse_public_key_line(line);
  if (auto* rsa = std::get_if<RsaPublicKey>(&key)) {
    return std::make_unique<const SshRsaRecipient>(std::move(*rsa));
  }
  return std::make_unique<const SshEd25519Recipient>(std::get<Ed25519PublicKey>(key));
}

IdentityPtr parse_ssh_identity(std::string_view file, SshKeyAid aid) {
  const ssh::PrivateKeyOutside outside = ssh::private_key_outside(file);
  if (!outside.has_passphrase) return ssh_identity(ssh::parse_private_key_file(file));
  return std::make_unique<const SshLockedIdentity>(
      SecretText(file), public_half(outside, aid), std::move(aid.passphrase));
}

IdentityPtr ssh_identity(PrivateKey key) {
  if (auto* rsa = std::get_if<RsaPrivateKey>(&key)) {
    return std::make_unique<const SshRsaIdentity>(std::move(*rsa));
  }
  return std::make_unique<const SshEd25519Identity>(std::get<Ed25519Seed>(key));
}

}  // namespace holdfast::age
