// Ed25519 signatures (libsodium; RFC 8032).
#pragma once

#include "crypto/primitives/x25519.h"
#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <array>
#include <cstdint>
#include <optional>

namespace holdfast {

using Ed25519Seed = SecretKey<32, struct Ed25519SeedRole>;
using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

[[nodiscard]] Ed25519Seed generate_ed25519();
[[nodiscard]] Ed25519PublicKey ed25519_public_key(const Ed25519Seed& seed);
[[nodiscard]] Ed25519Signature ed25519_sign(ByteView message, const Ed25519Seed& seed);
[[nodiscard]] bool ed25519_verify(ByteView message,
                                  const Ed25519Signature& signature,
                                  const Ed25519PublicKey& signer);

// The same key for X25519 (RFC 7748, section 4.1, and RFC 8032, section 5.1.5). nullopt for a
// public key that nobody can have made: not canonical, not on the curve or off its main subgroup.
[[nodiscard]] std::optional<X25519Point> x25519_point_of(const Ed25519PublicKey& key);
[[nodiscard]] X25519Scalar x25519_scalar_of(const Ed25519Seed& seed);

}  // namespace holdfast
