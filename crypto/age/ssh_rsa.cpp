#include "crypto/age/ssh_rsa.h"

#include "crypto/age/ssh_tag.h"
#include "crypto/ssh/public_key.h"
#include "src/base/error.h"

#include <string_view>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kLabel = "age-encryption.org/v1/ssh-rsa";

}  // namespace

SshRsaRecipient::SshRsaRecipient(RsaPublicKey key) : key_(std::move(key)), tag_(ssh_tag(key_)) {
  if (key_.bits() < kMinSshRsaBits) {
    throw Error(Code::Failed, "an ssh-rsa key of less than 2048 bits is too weak to encrypt to")
        .hint("give an ssh-ed25519 key, or a longer one");
  }
}

Wrapped SshRsaRecipient::wrap(const FileKey& file_key) const {
  Stanza stanza;
  stanza.type = ssh::kRsaName;
  stanza.args = {tag_};
  stanza.body = rsa_oaep_seal(key_, file_key.expose(), kLabel);
  return {{std::move(stanza)}};
}

std::string SshRsaRecipient::text() const { return ssh::public_key_line(key_); }

SshRsaIdentity::SshRsaIdentity(RsaPrivateKey key)
    : key_(std::move(key)), tag_(ssh_tag(key_.public_key())) {}

// A tag that is ours proves nothing: another key may have the same, so what does not open is
// another's, whatever the reason.
std::optional<FileKey> SshRsaIdentity::unwrap(std::span<const Stanza> stanzas) const {
  for (const Stanza& stanza : stanzas) {
    if (stanza.type != ssh::kRsaName) continue;
    if (stanza.args.size() != 1) {
      throw Error(Code::Integrity, "age header: an ssh-rsa stanza is malformed");
    }
    if (stanza.args[0] != tag_) continue;
    const auto plain = key_.open(stanza.body, kLabel);
    if (plain && plain->size() == FileKey::kSize) {
      return FileKey(plain->expose().first<FileKey::kSize>());
    }
  }
  return std::nullopt;
}

std::string SshRsaIdentity::recipient() const { return ssh::public_key_line(key_.public_key()); }

}  // namespace holdfast::age
