#include "crypto/primitives/mlkem/encapsulation.h"

#include "crypto/primitives/mlkem/packing.h"
#include "crypto/primitives/mlkem/wiped.h"
#include "crypto/primitives/sha3.h"

#include <algorithm>

namespace holdfast::mlkem {

namespace {

using Half = std::span<const std::uint8_t, 32>;

// G of section 4.1: two results of 32 bytes each.
struct Pair {
  explicit Pair(std::initializer_list<ByteView> parts) { sha3_512(parts, both.value); }
  [[nodiscard]] Half first() const { return std::span(both.value).first<32>(); }
  [[nodiscard]] Half second() const { return std::span(both.value).last<32>(); }

  Wiped<std::array<std::uint8_t, 64>> both;
};

// All bits set if the two are equal, else none.
std::uint8_t mask_of_equality(const MlKem768Ciphertext& one, const MlKem768Ciphertext& other) {
  std::uint32_t different = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    different |= static_cast<std::uint32_t>(one[i] ^ other[i]);
  }
  return static_cast<std::uint8_t>(mask_of_sign(opaque(different) - 1U) & 0xFFU);
}

void replace_where(std::uint8_t mask, Half by, std::span<std::uint8_t, 32> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ (mask & (bytes[i] ^ by[i])));
  }
}

}  // namespace

bool is_valid(const MlKem768PublicKey& key) {
  constexpr unsigned kBits = 12;
  for (std::size_t i = 0; i < kRank; ++i) {
    const auto bytes = ByteView(key).subspan(i * packed_size(kBits), packed_size(kBits));
    const Polynomial polynomial = unpack(bytes, kBits);
    if (std::ranges::max(polynomial.coefficients) >= kModulus) return false;
  }
  return true;
}

DecapsulationKey expand(const MlKem768Seed& seed) {
  constexpr std::array<std::uint8_t, 1> kRankByte{kRank};
  const Pair seeds({seed.expose().first<32>(), kRankByte});
  DecapsulationKey key;
  key.pair = make_key_pair(seeds.first(), seeds.second());
  sha3_256({key.pair.public_key}, key.public_key_hash);
  std::ranges::copy(seed.expose().last<32>(), key.rejection.fill().begin());
  return key;
}

MlKem768Encapsulated encapsulate(const MlKem768PublicKey& key,
                                 const MlKem768Randomness& randomness) {
  std::array<std::uint8_t, 32> key_hash{};
  sha3_256({key}, key_hash);
  const Pair derived({randomness.expose(), key_hash});
  return {encrypt(key, randomness.expose(), derived.second()), MlKem768Secret(derived.first())};
}

MlKem768Secret decapsulate(const DecapsulationKey& key, const MlKem768Ciphertext& ciphertext) {
  Wiped<std::array<std::uint8_t, 32>> message;
  decrypt(key.pair.secret, ciphertext, message.value);
  const Pair derived({message.value, key.public_key_hash});
  Wiped<MlKem768Ciphertext> expected;
  expected.value = encrypt(key.pair.public_key, message.value, derived.second());

  MlKem768Secret secret;
  shake256({key.rejection.expose(), ciphertext}, secret.fill());
  replace_where(mask_of_equality(ciphertext, expected.value), derived.first(), secret.fill());
  return secret;
}

}  // namespace holdfast::mlkem
