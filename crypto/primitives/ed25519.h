// Ed25519 signatures (libsodium; RFC 8032).
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <array>
#include <cstdint>

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

}  // namespace holdfast
