#include "crypto/primitives/x25519.h"

#include <sodium.h>

namespace holdfast {

std::array<std::uint8_t, 32> x25519_public(std::span<const std::uint8_t, 32> scalar) {
  std::array<std::uint8_t, 32> point{};
  crypto_scalarmult_base(point.data(), scalar.data());
  return point;
}

std::optional<SharedSecret> x25519(std::span<const std::uint8_t, 32> scalar,
                                   std::span<const std::uint8_t, 32> point) {
  SharedSecret shared;
  if (crypto_scalarmult(shared.fill().data(), scalar.data(), point.data()) != 0) {
    return std::nullopt;
  }
  return shared;
}

}  // namespace holdfast
