#include "crypto/primitives/mlkem/packing.h"

namespace holdfast::mlkem {

Element compress(Element element, unsigned bits) noexcept {
  // A division takes longer for larger numbers on many processors, which gives secrets away
  // ("KyberSlash"). This product is exact for all that is below 2^22 times the modulus.
  constexpr unsigned kShift = 36;
  constexpr std::uint64_t kInverse = (std::uint64_t{1} << kShift) / kModulus + 1;
  const std::uint64_t rounded = (std::uint64_t{element} << bits) + kModulus / 2;
  const std::uint64_t step = (rounded * kInverse) >> kShift;
  return static_cast<Element>(step) & ((1U << bits) - 1U);
}

Element decompress(Element step, unsigned bits) noexcept {
  return (step * kModulus + (1U << (bits - 1))) >> bits;
}

void compress(Polynomial& polynomial, unsigned bits) noexcept {
  for (Element& element : polynomial.coefficients) element = compress(element, bits);
}

void decompress(Polynomial& polynomial, unsigned bits) noexcept {
  for (Element& element : polynomial.coefficients) element = decompress(opaque(element), bits);
}

void pack(const Polynomial& polynomial, unsigned bits, std::span<std::uint8_t> out) noexcept {
  std::uint32_t pending = 0;
  unsigned held = 0;
  std::size_t next = 0;
  for (const Element element : polynomial.coefficients) {
    pending |= element << held;
    for (held += bits; held >= 8; held -= 8) {
      out[next++] = static_cast<std::uint8_t>(pending & 0xFFU);
      pending >>= 8U;
    }
  }
}

Polynomial unpack(ByteView bytes, unsigned bits) noexcept {
  Polynomial polynomial;
  std::uint32_t pending = 0;
  unsigned held = 0;
  std::size_t next = 0;
  for (Element& element : polynomial.coefficients) {
    for (; held < bits; held += 8) pending |= std::uint32_t{bytes[next++]} << held;
    element = pending & ((1U << bits) - 1U);
    pending >>= bits;
    held -= bits;
  }
  return polynomial;
}

}  // namespace holdfast::mlkem
