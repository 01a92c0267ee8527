#include "crypto/shamir/gf256.h"

namespace holdfast::gf256 {

std::uint8_t multiply(std::uint8_t one, std::uint8_t other) noexcept {
  constexpr unsigned kReduction = 0x1B;
  unsigned product = 0;
  unsigned shifted = one;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0U - ((other >> bit) & 1U));
    shifted = ((shifted << 1U) & 0xFFU) ^ (kReduction & (0U - (shifted >> 7U)));
  }
  return static_cast<std::uint8_t>(product);
}

std::uint8_t inverse(std::uint8_t element) noexcept {
  // The 254th power: the group has 255 elements.
  std::uint8_t power = element;
  std::uint8_t result = 1;
  for (int bit = 1; bit < 8; ++bit) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

}  // namespace holdfast::gf256
