// Polynomials as bytes, exactly or with fewer bits a coefficient (FIPS 203, section 4.2.1).
#pragma once

#include "crypto/primitives/mlkem/polynomial.h"
#include "src/base/bytes.h"

#include <cstdint>
#include <span>

namespace holdfast::mlkem {

// What one polynomial takes.
[[nodiscard]] constexpr std::size_t packed_size(unsigned bits) { return kDegree / 8 * bits; }

// The nearest of 2^`bits` steps, and back. `bits` is 1 to 11.
[[nodiscard]] Element compress(Element element, unsigned bits) noexcept;
[[nodiscard]] Element decompress(Element step, unsigned bits) noexcept;
void compress(Polynomial& polynomial, unsigned bits) noexcept;
void decompress(Polynomial& polynomial, unsigned bits) noexcept;

// The low `bits` (1 to 12) of each coefficient (algorithms 5 and 6). The bytes are packed_size().
void pack(const Polynomial& polynomial, unsigned bits, std::span<std::uint8_t> out) noexcept;
// Coefficients below 2^`bits`: with 12 bits that may be more than the modulus allows.
[[nodiscard]] Polynomial unpack(ByteView bytes, unsigned bits) noexcept;

}  // namespace holdfast::mlkem
