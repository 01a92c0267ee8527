#include "crypto/age/hybrid.h"

#include "crypto/age/file_key_wrap.h"
#include "crypto/encoding/base64.h"
#include "crypto/encoding/bech32.h"
#include "crypto/primitives/hpke.h"
#include "crypto/primitives/sha3.h"
#include "crypto/primitives/x25519.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <utility>

namespace holdfast::age {

namespace {

constexpr std::string_view kType = "mlkem768x25519";
constexpr std::string_view kInfo = "age-encryption.org/mlkem768x25519";
constexpr std::string_view kPostQuantum = "postquantum";
constexpr std::string_view kRecipientPrefix = "age1pq";
constexpr std::string_view kIdentityPrefix = "AGE-SECRET-KEY-PQ-";
constexpr std::string_view kIdentityStart = "AGE-SECRET-KEY-PQ-1";

constexpr std::uint16_t kKem = 0x647A;               // MLKEM768-X25519, also called X-Wing
constexpr std::string_view kKemLabel = R"(\.//^\)";  // its emblem

using Point = std::array<std::uint8_t, 32>;
using Scalar = SecretKey<32, struct HybridScalarRole>;
using KemSecret = SecretKey<32, struct HybridKemSecretRole>;

// What a stanza's argument holds.
struct Encapsulated {
  MlKem768Ciphertext ciphertext{};
  Point share{};
};

// Both such pairs are written one after the other, the part of ML-KEM first.
template <std::size_t N>
Bytes joined(const std::array<std::uint8_t, N>& mlkem, const Point& point) {
  Bytes bytes(mlkem.begin(), mlkem.end());
  bytes.insert(bytes.end(), point.begin(), point.end());
  return bytes;
}

template <std::size_t N>
bool split(ByteView bytes, std::array<std::uint8_t, N>& mlkem, Point& point) {
  if (bytes.size() != N + point.size()) return false;
  std::ranges::copy(bytes.first(N), mlkem.begin());
  std::ranges::copy(bytes.subspan(N), point.begin());
  return true;
}

KemSecret combine(const MlKem768Secret& mlkem,
                  const SharedSecret& x25519,
                  const Point& share,
                  const Point& recipient) {
  KemSecret secret;
  sha3_256({mlkem.expose(), x25519.expose(), share, recipient, as_bytes(kKemLabel)}, secret.fill());
  return secret;
}

Bytes seal(const FileKey& file_key, const KemSecret& secret) {
  const HpkeContext hpke = hpke_base_context(kKem, secret.expose(), kInfo);
  Bytes body(kWrappedFileKeySize);
  ChaChaPoly(hpke.key.expose()).seal(hpke.base_nonce, file_key.expose(), body);
  return body;
}

std::optional<FileKey> open(ByteView body, const KemSecret& secret) {
  const HpkeContext hpke = hpke_base_context(kKem, secret.expose(), kInfo);
  FileKey file_key;
  if (!ChaChaPoly(hpke.key.expose()).open(hpke.base_nonce, body, file_key.fill())) {
    return std::nullopt;
  }
  return file_key;
}

Encapsulated read_argument(const Stanza& stanza) {
  if (stanza.args.size() == 1 && stanza.body.size() == kWrappedFileKeySize) {
    const auto bytes = decode_base64(stanza.args[0], Padding::None);
    Encapsulated encapsulated;
    if (bytes && split(*bytes, encapsulated.ciphertext, encapsulated.share)) return encapsulated;
  }
  throw Error(Code::Integrity, "age header: a hybrid stanza is malformed");
}

std::string recipient_text(const HybridPublicKey& key) {
  return encode_bech32(kRecipientPrefix, joined(key.mlkem, key.x25519));
}

}  // namespace

Wrapped HybridRecipient::wrap(const FileKey& file_key) const {
  Scalar ephemeral;
  random_fill(ephemeral.fill());
  const auto shared = x25519(ephemeral.expose(), key_.x25519);
  if (!shared) throw Error(Code::Failed, "the X25519 part of a hybrid recipient is of low order");
  const Point share = x25519_public(ephemeral.expose());
  const MlKem768Encapsulated mlkem = mlkem768_encapsulate(key_.mlkem);

  Stanza stanza;
  stanza.type = kType;
  stanza.args.push_back(encode_base64(joined(mlkem.ciphertext, share), Padding::None));
  stanza.body = seal(file_key, combine(mlkem.secret, *shared, share, key_.x25519));
  return {{std::move(stanza)}, {std::string(kPostQuantum)}};
}

std::string HybridRecipient::text() const { return recipient_text(key_); }

struct HybridIdentity::Expanded {
  // The seed of ML-KEM and the scalar, one after the other.
  using Material = SecretKey<96, struct HybridMaterialRole>;

  explicit Expanded(const Material& material)
      : mlkem(MlKem768Seed(material.expose().first<MlKem768Seed::kSize>())),
        scalar(material.expose().last<Scalar::kSize>()),
        public_key{mlkem.public_key(), x25519_public(scalar.expose())} {}

  [[nodiscard]] static std::unique_ptr<const Expanded> from(const HybridSeed& seed) {
    Material material;
    shake256({seed.expose()}, material.fill());
    return std::make_unique<const Expanded>(material);
  }

  MlKem768PrivateKey mlkem;
  Scalar scalar;
  HybridPublicKey public_key;
};

HybridIdentity::HybridIdentity(HybridSeed seed)
    : seed_(std::move(seed)), keys_(Expanded::from(seed_)) {}

HybridIdentity::~HybridIdentity() = default;

std::unique_ptr<HybridIdentity> HybridIdentity::generate() {
  HybridSeed seed;
  random_fill(seed.fill());
  return std::make_unique<HybridIdentity>(std::move(seed));
}

std::optional<FileKey> HybridIdentity::unwrap(std::span<const Stanza> stanzas) const {
  for (const Stanza& stanza : stanzas) {
    if (stanza.type != kType) continue;
    const Encapsulated argument = read_argument(stanza);
    const auto shared = x25519(keys_->scalar.expose(), argument.share);
    if (!shared) throw Error(Code::Integrity, "age header: a hybrid share is of low order");
    const MlKem768Secret secret = keys_->mlkem.decapsulate(argument.ciphertext);
    auto file_key =
        open(stanza.body, combine(secret, *shared, argument.share, keys_->public_key.x25519));
    if (file_key) return file_key;
  }
  return std::nullopt;
}

std::string HybridIdentity::recipient() const { return recipient_text(keys_->public_key); }

SecretText HybridIdentity::text() const {
  return encode_bech32_secret(kIdentityPrefix, seed_.expose());
}

std::unique_ptr<HybridRecipient> parse_hybrid_recipient(std::string_view text) {
  const auto decoded = decode_bech32(text);
  if (text.starts_with("age1pq1") && decoded && decoded->prefix == kRecipientPrefix) {
    HybridPublicKey key;
    if (split(decoded->payload.expose(), key.mlkem, key.x25519) && mlkem768_is_valid(key.mlkem)) {
      return std::make_unique<HybridRecipient>(key);
    }
  }
  throw Error(Code::Failed, "this hybrid age recipient is malformed")
      .hint("check for characters that were lost or changed in copying");
}

std::unique_ptr<HybridIdentity> parse_hybrid_identity(std::string_view text) {
  const auto decoded = decode_bech32(text);
  if (text.starts_with(kIdentityStart) && decoded &&
      decoded->prefix.size() == kIdentityPrefix.size() &&
      decoded->payload.size() == HybridSeed::kSize) {
    return std::make_unique<HybridIdentity>(
        HybridSeed(decoded->payload.expose().first<HybridSeed::kSize>()));
  }
  throw Error(Code::Failed, "this hybrid age identity is malformed")
      .hint("check for characters that were lost or changed in copying");
}

}  // namespace holdfast::age
