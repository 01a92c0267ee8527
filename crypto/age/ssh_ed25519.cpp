#include "crypto/age/ssh_ed25519.h"

#include "crypto/age/file_key_wrap.h"
#include "crypto/age/ssh_tag.h"
#include "crypto/encoding/base64.h"
#include "crypto/ssh/public_key.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kInfo = "age-encryption.org/v1/ssh-ed25519";

X25519Point converted(const Ed25519PublicKey& key) {
  const auto point = x25519_point_of(key);
  if (!point) throw Error(Code::Failed, "the ssh-ed25519 key is not a point that can be used");
  return *point;
}

// nullopt for a point of low order.
std::optional<DerivedKey> wrap_key(const X25519Scalar& scalar,
                                   const X25519Point& other,
                                   const X25519Point& share,
                                   const SshEd25519Public& recipient) {
  const auto plain = x25519(scalar.expose(), other);
  if (!plain) return std::nullopt;
  const DerivedKey tweak = hkdf_sha256({}, ssh::key_blob(recipient.key), kInfo);
  const auto shared = x25519(tweak.expose(), plain->expose());
  if (!shared) return std::nullopt;
  std::array<std::uint8_t, 64> salt{};
  std::ranges::copy(recipient.point, std::ranges::copy(share, salt.begin()).out);
  return hkdf_sha256(shared->expose(), salt, kInfo);
}

X25519Point share_of(const Stanza& stanza) {
  if (stanza.args.size() == 2 && stanza.body.size() == kWrappedFileKeySize) {
    const auto bytes = decode_base64(stanza.args[1], Padding::None);
    X25519Point share{};
    if (bytes && bytes->size() == share.size()) {
      std::ranges::copy(*bytes, share.begin());
      return share;
    }
  }
  throw Error(Code::Integrity, "age header: an ssh-ed25519 stanza is malformed");
}

}  // namespace

SshEd25519Public::SshEd25519Public(const Ed25519PublicKey& of)
    : key(of), point(converted(of)), tag(ssh_tag(of)) {}

Wrapped SshEd25519Recipient::wrap(const FileKey& file_key) const {
  X25519Scalar ephemeral;
  random_fill(ephemeral.fill());
  const X25519Point share = x25519_public(ephemeral.expose());
  const auto key = wrap_key(ephemeral, public_.point, share, public_);
  if (!key) throw Error(Code::Failed, "the ssh-ed25519 key is a point of low order");
  Stanza stanza;
  stanza.type = ssh::kEd25519Name;
  stanza.args = {public_.tag, encode_base64(share, Padding::None)};
  stanza.body = wrap_file_key(file_key, *key);
  return {{std::move(stanza)}};
}

std::string SshEd25519Recipient::text() const { return ssh::public_key_line(public_.key); }

SshEd25519Identity::SshEd25519Identity(const Ed25519Seed& seed)
    : public_(ed25519_public_key(seed)), scalar_(x25519_scalar_of(seed)) {}

std::optional<FileKey> SshEd25519Identity::open(const Stanza& stanza,
                                                const X25519Point& share) const {
  const auto key = wrap_key(scalar_, share, share, public_);
  if (!key) throw Error(Code::Integrity, "age header: an ssh-ed25519 share is of low order");
  return unwrap_file_key(stanza.body, *key);
}

// A tag that is ours proves nothing: another key may have the same, so what does not open is
// another's.
std::optional<FileKey> SshEd25519Identity::unwrap(std::span<const Stanza> stanzas) const {
  for (const Stanza& stanza : stanzas) {
    if (stanza.type != ssh::kEd25519Name) continue;
    const X25519Point share = share_of(stanza);
    if (stanza.args[0] != public_.tag) continue;
    auto file_key = open(stanza, share);
    if (file_key) return file_key;
  }
  return std::nullopt;
}

std::string SshEd25519Identity::recipient() const { return ssh::public_key_line(public_.key); }

}  // namespace holdfast::age
