// ML-KEM-768 (FIPS 203): OpenSSL's from version 3.5 on, before that our own in mlkem/.
#pragma once

#include "src/base/secret.h"

#include <array>
#include <cstdint>
#include <memory>

namespace holdfast {

using MlKem768Seed = SecretKey<64, struct MlKem768SeedRole>;  // d, then z
using MlKem768Randomness = SecretKey<32, struct MlKem768RandomnessRole>;
using MlKem768Secret = SecretKey<32, struct MlKem768SecretRole>;
using MlKem768PublicKey = std::array<std::uint8_t, 1184>;  // FIPS 203: encapsulation key
using MlKem768Ciphertext = std::array<std::uint8_t, 1088>;

struct MlKem768Encapsulated {
  MlKem768Ciphertext ciphertext{};
  MlKem768Secret secret;
};

// Whether all coefficients are below the modulus (section 7.2, "Modulus check").
[[nodiscard]] bool mlkem768_is_valid(const MlKem768PublicKey& key);

// A fresh secret, and what carries it to the owner of `key`. Throws Failed unless `key` is valid.
[[nodiscard]] MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key);
// The same under given randomness (section 6.2), for known answers: never give the same twice.
[[nodiscard]] MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key,
                                                        const MlKem768Randomness& randomness);

// A decapsulation key, expanded from its seed. Thread-compatible.
class MlKem768PrivateKey {
 public:
  explicit MlKem768PrivateKey(const MlKem768Seed& seed);
  MlKem768PrivateKey(const MlKem768PrivateKey&) = delete;
  MlKem768PrivateKey& operator=(const MlKem768PrivateKey&) = delete;
  MlKem768PrivateKey(MlKem768PrivateKey&&) noexcept;
  MlKem768PrivateKey& operator=(MlKem768PrivateKey&&) noexcept;
  ~MlKem768PrivateKey();

  [[nodiscard]] MlKem768PublicKey public_key() const;
  // Whatever the ciphertext, a secret comes out: one that nobody else can know where it was not
  // made for this key (implicit rejection). Takes the same time in both cases.
  [[nodiscard]] MlKem768Secret decapsulate(const MlKem768Ciphertext& ciphertext) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast
