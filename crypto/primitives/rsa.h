// RSA encryption with OAEP, SHA-256 for hash and mask (OpenSSL; RFC 8017, section 7.1).
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace holdfast {

inline constexpr std::size_t kMaxRsaBits =
    16384;  // what ssh-keygen makes and OpenSSL takes at most

// Numbers are big-endian, without zeros before them.
struct RsaPublicKey {
  Bytes modulus;
  Bytes exponent;

  [[nodiscard]] std::size_t bits() const noexcept;
  friend bool operator==(const RsaPublicKey& one, const RsaPublicKey& other) = default;
};

// As long as the modulus; the label is not empty. Throws Failed when the key is too small for
// `plain` or is none.
[[nodiscard]] Bytes rsa_oaep_seal(const RsaPublicKey& key, ByteView plain, std::string_view label);

// The numbers of a private key, big-endian, borrowed.
struct RsaNumbers {
  ByteView modulus;
  ByteView public_exponent;
  ByteView private_exponent;
  ByteView prime1;
  ByteView prime2;
};

// Thread-compatible: open() may be called from several threads at once.
class RsaPrivateKey {
 public:
  // Throws Failed unless the numbers fit together and the modulus has at most kMaxRsaBits.
  explicit RsaPrivateKey(const RsaNumbers& numbers);
  RsaPrivateKey(const RsaPrivateKey&) = delete;
  RsaPrivateKey& operator=(const RsaPrivateKey&) = delete;
  RsaPrivateKey(RsaPrivateKey&& other) noexcept;
  RsaPrivateKey& operator=(RsaPrivateKey&& other) noexcept;
  ~RsaPrivateKey();

  [[nodiscard]] const RsaPublicKey& public_key() const noexcept { return public_key_; }
  // nullopt when it does not open, without a reason: an attacker could learn the plaintext from it
  // (Manger's attack).
  [[nodiscard]] std::optional<SecretBytes> open(ByteView sealed, std::string_view label) const;

 private:
  struct State;
  RsaPublicKey public_key_;
  std::unique_ptr<const State> state_;
};

}  // namespace holdfast
