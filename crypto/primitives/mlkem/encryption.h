// K-PKE, the public-key encryption inside ML-KEM-768 (FIPS 203, section 5). Not secure by itself.
#pragma once

#include "crypto/primitives/mlkem/polynomial.h"
#include "crypto/primitives/mlkem768.h"

#include <cstdint>
#include <span>

namespace holdfast::mlkem {

struct KeyPair {
  Vector secret;  // transformed
  MlKem768PublicKey public_key{};
};

// The key pair for a public and a secret seed, rho and sigma (algorithm 13 after its first line).
[[nodiscard]] KeyPair make_key_pair(std::span<const std::uint8_t, 32> rho,
                                    std::span<const std::uint8_t, 32> sigma);

// Encrypts 32 bytes under `randomness` (algorithm 14). The key is valid.
[[nodiscard]] MlKem768Ciphertext encrypt(const MlKem768PublicKey& key,
                                         std::span<const std::uint8_t, 32> message,
                                         std::span<const std::uint8_t, 32> randomness);

// Algorithm 15.
void decrypt(const Vector& secret,
             const MlKem768Ciphertext& ciphertext,
             std::span<std::uint8_t, 32> message);

}  // namespace holdfast::mlkem
