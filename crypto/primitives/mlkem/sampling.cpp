#include "crypto/primitives/mlkem/sampling.h"

#include "crypto/primitives/mlkem/wiped.h"
#include "crypto/primitives/sha3.h"

namespace holdfast::mlkem {

namespace {

constexpr std::size_t kBlock = 168;  // what SHAKE128 gives at a time

// How many of two bits are set.
constexpr std::uint32_t weight(std::uint32_t bits) { return (bits & 1U) + ((bits >> 1U) & 1U); }

constexpr Element centered(std::uint32_t bits) {
  return subtract(weight(bits), weight(bits >> 2U));
}

}  // namespace

std::optional<Polynomial> sample_uniform(ByteView stream) {
  Polynomial polynomial;
  std::size_t next = 0;
  const auto offer = [&](std::uint32_t candidate) {
    if (candidate < kModulus && next < kDegree) polynomial.coefficients[next++] = candidate;
  };
  for (; stream.size() >= 3 && next < kDegree; stream = stream.subspan(3)) {
    offer(stream[0] | ((stream[1] & 0xFU) << 8U));
    offer((std::uint32_t{stream[1]} >> 4U) | (std::uint32_t{stream[2]} << 4U));
  }
  if (next < kDegree) return std::nullopt;
  return polynomial;
}

Polynomial matrix_entry(std::span<const std::uint8_t, 32> seed,
                        std::uint8_t row,
                        std::uint8_t column) {
  const std::array place{column, row};
  // Three blocks are enough in 99 cases of 100.
  for (std::size_t size = 3 * kBlock;; size += kBlock) {
    Bytes stream(size);
    shake128({seed, place}, stream);
    const auto polynomial = sample_uniform(stream);
    if (polynomial) return *polynomial;
  }
}

Polynomial noise(std::span<const std::uint8_t, 32> seed, std::uint8_t number) {
  Wiped<std::array<std::uint8_t, kDegree / 2>> bytes;
  const std::array place{number};
  shake256({seed, place}, bytes.value);
  Polynomial polynomial;
  for (std::size_t i = 0; i < bytes.value.size(); ++i) {
    polynomial.coefficients[2 * i] = centered(bytes.value[i]);
    polynomial.coefficients[2 * i + 1] = centered(std::uint32_t{bytes.value[i]} >> 4U);
  }
  return polynomial;
}

}  // namespace holdfast::mlkem
