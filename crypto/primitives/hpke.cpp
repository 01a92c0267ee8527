#include "crypto/primitives/hpke.h"

#include <iterator>

namespace holdfast {

namespace {

constexpr std::uint16_t kHkdfSha256 = 0x0001;
constexpr std::uint16_t kChaCha20Poly1305 = 0x0003;

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void append(Bytes& out, std::string_view text) { append(out, as_bytes(text)); }
void append(Bytes& out, std::size_t number) {  // two bytes, the higher first
  out.push_back(static_cast<std::uint8_t>((number >> 8U) & 0xFFU));
  out.push_back(static_cast<std::uint8_t>(number & 0xFFU));
}

// Section 4: HKDF whose inputs name the suite and what they are for.
class LabeledHkdf {
 public:
  explicit LabeledHkdf(std::uint16_t kem) {
    append(suite_, "HPKE");
    append(suite_, kem);
    append(suite_, kHkdfSha256);
    append(suite_, kChaCha20Poly1305);
  }

  [[nodiscard]] DerivedKey extract(ByteView salt,
                                   std::string_view label,
                                   std::string_view input) const {
    return hkdf_extract(salt, labeled({}, label, as_bytes(input)));
  }

  void expand(const DerivedKey& extracted,
              std::string_view label,
              ByteView info,
              std::span<std::uint8_t> out) const {
    Bytes size;
    append(size, out.size());
    hkdf_expand(extracted, labeled(size, label, info), out);
  }

 private:
  [[nodiscard]] Bytes labeled(ByteView before, std::string_view label, ByteView after) const {
    Bytes bytes(before.begin(), before.end());
    append(bytes, "HPKE-v1");
    append(bytes, suite_);
    append(bytes, label);
    append(bytes, after);
    return bytes;
  }

  Bytes suite_;
};

// Mode 0 and hashes of what both sides know: nothing here is secret.
Bytes schedule_context(const LabeledHkdf& hkdf, std::string_view info) {
  Bytes context{0};
  append(context, hkdf.extract({}, "psk_id_hash", "").expose());
  append(context, hkdf.extract({}, "info_hash", info).expose());
  return context;
}

}  // namespace

HpkeContext hpke_base_context(std::uint16_t kem, ByteView shared_secret, std::string_view info) {
  const LabeledHkdf hkdf(kem);
  const Bytes context = schedule_context(hkdf, info);
  const DerivedKey secret = hkdf.extract(shared_secret, "secret", "");
  HpkeContext result;
  hkdf.expand(secret, "key", context, result.key.fill());
  hkdf.expand(secret, "base_nonce", context, result.base_nonce);
  return result;
}

}  // namespace holdfast
