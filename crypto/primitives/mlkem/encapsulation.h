// Our own ML-KEM-768 (FIPS 203, section 6), for OpenSSL before 3.5. No secret decides a branch or
// an address, or is divided.
#pragma once

#include "crypto/primitives/mlkem/encryption.h"
#include "crypto/primitives/mlkem768.h"

#include <array>
#include <cstdint>

namespace holdfast::mlkem {

struct DecapsulationKey {
  KeyPair pair;
  std::array<std::uint8_t, 32> public_key_hash{};
  SecretKey<32, struct RejectionRole> rejection;  // z: makes the secret of a bad ciphertext
};

// Section 7.2: each coefficient is below the modulus.
[[nodiscard]] bool is_valid(const MlKem768PublicKey& key);

// Algorithm 16.
[[nodiscard]] DecapsulationKey expand(const MlKem768Seed& seed);

// Algorithm 17. The key is valid.
[[nodiscard]] MlKem768Encapsulated encapsulate(const MlKem768PublicKey& key,
                                               const MlKem768Randomness& randomness);

// Algorithm 18.
[[nodiscard]] MlKem768Secret decapsulate(const DecapsulationKey& key,
                                         const MlKem768Ciphertext& ciphertext);

}  // namespace holdfast::mlkem
