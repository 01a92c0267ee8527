// The field GF(2^8) with the polynomial x^8+x^4+x^3+x+1. Addition is "xor".
#pragma once

#include <cstdint>

namespace holdfast::gf256 {

// Neither branches on its operands nor looks them up in a table: both may be secret.
[[nodiscard]] std::uint8_t multiply(std::uint8_t one, std::uint8_t other) noexcept;

// The inverse of `element`; 0 for 0.
[[nodiscard]] std::uint8_t inverse(std::uint8_t element) noexcept;

}  // namespace holdfast::gf256
