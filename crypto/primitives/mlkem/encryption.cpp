#include "crypto/primitives/mlkem/encryption.h"

#include "crypto/primitives/mlkem/packing.h"
#include "crypto/primitives/mlkem/sampling.h"

#include <algorithm>

namespace holdfast::mlkem {

namespace {

constexpr unsigned kExact = 12;  // bits of a coefficient as it is
constexpr unsigned kUBits = 10;
constexpr unsigned kVBits = 4;
constexpr std::size_t kPolynomialSize = packed_size(kExact);
constexpr std::size_t kUSize = packed_size(kUBits);
static_assert(kRank * kPolynomialSize + 32 == std::tuple_size_v<MlKem768PublicKey>);
static_assert(kRank * kUSize + packed_size(kVBits) == std::tuple_size_v<MlKem768Ciphertext>);

// Row by row the matrix of an encapsulation key, or column by column its transpose.
Vector matrix_row(std::span<const std::uint8_t, 32> rho, std::size_t row) {
  Vector entries;
  for (std::size_t column = 0; column < kRank; ++column) {
    entries[column] =
        matrix_entry(rho, static_cast<std::uint8_t>(row), static_cast<std::uint8_t>(column));
  }
  return entries;
}

Vector matrix_column(std::span<const std::uint8_t, 32> rho, std::size_t column) {
  Vector entries;
  for (std::size_t row = 0; row < kRank; ++row) {
    entries[row] =
        matrix_entry(rho, static_cast<std::uint8_t>(row), static_cast<std::uint8_t>(column));
  }
  return entries;
}

// Three polynomials of noise from `first` on, transformed.
Vector transformed_noise(std::span<const std::uint8_t, 32> seed, std::size_t first) {
  Vector vector;
  for (std::size_t i = 0; i < kRank; ++i) {
    vector[i] = noise(seed, static_cast<std::uint8_t>(first + i));
    transform(vector[i]);
  }
  return vector;
}

Polynomial decompressed(ByteView bytes, unsigned bits) {
  Polynomial polynomial = unpack(bytes, bits);
  decompress(polynomial, bits);
  return polynomial;
}

void pack_compressed(Polynomial polynomial, unsigned bits, std::span<std::uint8_t> out) {
  compress(polynomial, bits);
  pack(polynomial, bits, out);
}

Vector public_vector(const MlKem768PublicKey& key) {
  Vector vector;
  for (std::size_t i = 0; i < kRank; ++i) {
    vector[i] = unpack(ByteView(key).subspan(i * kPolynomialSize, kPolynomialSize), kExact);
  }
  return vector;
}

}  // namespace

KeyPair make_key_pair(std::span<const std::uint8_t, 32> rho,
                      std::span<const std::uint8_t, 32> sigma) {
  KeyPair pair;
  pair.secret = transformed_noise(sigma, 0);
  Vector errors = transformed_noise(sigma, kRank);
  const std::span<std::uint8_t> out(pair.public_key);
  for (std::size_t row = 0; row < kRank; ++row) {
    add_to(errors[row], inner_product(matrix_row(rho, row), pair.secret));
    pack(errors[row], kExact, out.subspan(row * kPolynomialSize, kPolynomialSize));
  }
  std::ranges::copy(rho, out.last<32>().begin());
  return pair;
}

MlKem768Ciphertext encrypt(const MlKem768PublicKey& key,
                           std::span<const std::uint8_t, 32> message,
                           std::span<const std::uint8_t, 32> randomness) {
  const auto rho = std::span(key).last<32>();
  const Vector y = transformed_noise(randomness, 0);
  MlKem768Ciphertext ciphertext{};
  const std::span<std::uint8_t> out(ciphertext);
  for (std::size_t i = 0; i < kRank; ++i) {
    Polynomial u = inner_product(matrix_column(rho, i), y);
    transform_back(u);
    add_to(u, noise(randomness, static_cast<std::uint8_t>(kRank + i)));
    pack_compressed(u, kUBits, out.subspan(i * kUSize, kUSize));
  }
  Polynomial v = inner_product(public_vector(key), y);
  transform_back(v);
  add_to(v, noise(randomness, 2 * kRank));
  add_to(v, decompressed(message, 1));
  pack_compressed(v, kVBits, out.last(packed_size(kVBits)));
  return ciphertext;
}

void decrypt(const Vector& secret,
             const MlKem768Ciphertext& ciphertext,
             std::span<std::uint8_t, 32> message) {
  const ByteView in(ciphertext);
  Vector u;
  for (std::size_t i = 0; i < kRank; ++i) {
    u[i] = decompressed(in.subspan(i * kUSize, kUSize), kUBits);
    transform(u[i]);
  }
  Polynomial product = inner_product(secret, u);
  transform_back(product);
  Polynomial v = decompressed(in.last(packed_size(kVBits)), kVBits);
  subtract_from(v, product);
  pack_compressed(v, 1, message);
}

}  // namespace holdfast::mlkem
