#include "crypto/age/x25519.h"

#include "crypto/age/file_key_wrap.h"
#include "crypto/encoding/base64.h"
#include "crypto/encoding/bech32.h"
#include "crypto/primitives/hkdf.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kType = "X25519";
constexpr std::string_view kInfo = "age-encryption.org/v1/X25519";
constexpr std::string_view kRecipientPrefix = "age";
constexpr std::string_view kIdentityPrefix = "AGE-SECRET-KEY-";
constexpr std::string_view kIdentityStart = "AGE-SECRET-KEY-1";

X25519Scalar random_scalar() {
  X25519Scalar scalar;
  random_fill(scalar.fill());
  return scalar;
}

DerivedKey wrap_key(const SharedSecret& shared,
                    const X25519Point& share,
                    const X25519Point& recipient) {
  std::array<std::uint8_t, 64> salt{};
  std::ranges::copy(recipient, std::ranges::copy(share, salt.begin()).out);
  return hkdf_sha256(shared.expose(), salt, kInfo);
}

std::optional<X25519Point> to_point(ByteView bytes) {
  X25519Point point{};
  if (bytes.size() != point.size()) return std::nullopt;
  std::ranges::copy(bytes, point.begin());
  return point;
}

X25519Point share_of(const Stanza& stanza) {
  if (stanza.args.size() == 1 && stanza.body.size() == kWrappedFileKeySize) {
    const auto bytes = decode_base64(stanza.args[0], Padding::None);
    const auto share = bytes ? to_point(*bytes) : std::nullopt;
    if (share) return *share;
  }
  throw Error(Code::Integrity, "age header: an X25519 stanza is malformed");
}

}  // namespace

Wrapped X25519Recipient::wrap(const FileKey& file_key) const {
  const X25519Scalar ephemeral = random_scalar();
  const X25519Point share = x25519_public(ephemeral.expose());
  const auto shared = x25519(ephemeral.expose(), point_);
  if (!shared) throw Error(Code::Failed, "the recipient " + text() + " is a point of low order");
  Stanza stanza;
  stanza.type = kType;
  stanza.args.push_back(encode_base64(share, Padding::None));
  stanza.body = wrap_file_key(file_key, wrap_key(*shared, share, point_));
  return {{std::move(stanza)}};
}

std::string X25519Recipient::text() const { return encode_bech32(kRecipientPrefix, point_); }

X25519Identity::X25519Identity(X25519Scalar scalar)
    : scalar_(std::move(scalar)), point_(x25519_public(scalar_.expose())) {}

std::unique_ptr<X25519Identity> X25519Identity::generate() {
  return std::make_unique<X25519Identity>(random_scalar());
}

std::optional<FileKey> X25519Identity::unwrap(std::span<const Stanza> stanzas) const {
  for (const Stanza& stanza : stanzas) {
    if (stanza.type != kType) continue;
    const X25519Point share = share_of(stanza);
    const auto shared = x25519(scalar_.expose(), share);
    if (!shared) throw Error(Code::Integrity, "age header: an X25519 share is of low order");
    auto file_key = unwrap_file_key(stanza.body, wrap_key(*shared, share, point_));
    if (file_key) return file_key;
  }
  return std::nullopt;
}

std::string X25519Identity::recipient() const { return encode_bech32(kRecipientPrefix, point_); }

SecretText X25519Identity::text() const {
  return encode_bech32_secret(kIdentityPrefix, scalar_.expose());
}

std::unique_ptr<X25519Recipient> parse_x25519_recipient(std::string_view text) {
  const auto decoded = decode_bech32(text);
  if (text.starts_with("age1") && decoded && decoded->prefix == kRecipientPrefix) {
    const auto point = to_point(decoded->payload.expose());
    if (point) return std::make_unique<X25519Recipient>(*point);
  }
  throw Error(Code::Failed, "this age recipient is malformed")
      .hint("check for characters that were lost or changed in copying");
}

std::unique_ptr<X25519Identity> parse_x25519_identity(std::string_view text) {
  const auto decoded = decode_bech32(text);
  if (text.starts_with(kIdentityStart) && decoded &&
      decoded->prefix.size() == kIdentityPrefix.size() &&
      decoded->payload.size() == X25519Scalar::kSize) {
    return std::make_unique<X25519Identity>(
        X25519Scalar(decoded->payload.expose().first<X25519Scalar::kSize>()));
  }
  throw Error(Code::Failed, "this age identity is malformed")
      .hint("check for characters that were lost or changed in copying");
}

}  // namespace holdfast::age
