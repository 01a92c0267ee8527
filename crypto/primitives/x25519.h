// X25519 (libsodium; RFC 7748).
#pragma once

#include "src/base/secret.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace holdfast {

using X25519Scalar = SecretKey<32, struct X25519ScalarRole>;
using X25519Point = std::array<std::uint8_t, 32>;
using SharedSecret = SecretKey<32, struct SharedSecretRole>;

// The public point of a scalar.
[[nodiscard]] std::array<std::uint8_t, 32> x25519_public(std::span<const std::uint8_t, 32> scalar);

// The shared secret; nullopt when it is all zero, which only points of low order give.
[[nodiscard]] std::optional<SharedSecret> x25519(std::span<const std::uint8_t, 32> scalar,
                                                 std::span<const std::uint8_t, 32> point);

}  // namespace holdfast
