// The integers modulo 3329 (FIPS 203, section 2.3), without a branch, a table or a division: any of
// them may be secret.
#pragma once

#include <cstdint>

namespace holdfast::mlkem {

// Below kModulus unless said otherwise.
using Element = std::uint32_t;

inline constexpr Element kModulus = 3329;

// The same value, of which the compiler knows nothing any more. Without it clang turns a mask back
// into the branch that it replaces.
[[nodiscard]] constexpr std::uint32_t opaque(std::uint32_t value) noexcept {
  if (!__builtin_is_constant_evaluated()) __asm__("" : "+r"(value));
  return value;
}

// All bits set if the highest bit of `value` is, else none.
[[nodiscard]] constexpr std::uint32_t mask_of_sign(std::uint32_t value) noexcept {
  return 0U - opaque(value >> 31U);
}

// `value` is below twice the modulus.
[[nodiscard]] constexpr Element reduce_once(std::uint32_t value) noexcept {
  const std::uint32_t less = value - kModulus;
  return less + (kModulus & mask_of_sign(less));
}

[[nodiscard]] constexpr Element add(Element one, Element other) noexcept {
  return reduce_once(one + other);
}

[[nodiscard]] constexpr Element subtract(Element one, Element other) noexcept {
  return reduce_once(one + kModulus - other);
}

// Barrett's reduction: the quotient is estimated at most one too low for products below 2^24.
[[nodiscard]] constexpr Element multiply(Element one, Element other) noexcept {
  constexpr unsigned kShift = 24;
  constexpr std::uint64_t kInverse = (std::uint64_t{1} << kShift) / kModulus;
  const std::uint32_t product = one * other;
  const auto quotient = static_cast<std::uint32_t>((product * kInverse) >> kShift);
  return reduce_once(product - quotient * kModulus);
}

}  // namespace holdfast::mlkem
