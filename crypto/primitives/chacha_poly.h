// ChaCha20-Poly1305 (RFC 8439), with the faster of two libraries for each size of message.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace holdfast {

// One key. One thread at a time.
class ChaChaPoly {
 public:
  using Nonce = std::array<std::uint8_t, 12>;
  static constexpr std::size_t kTagSize = 16;

  explicit ChaChaPoly(std::span<const std::uint8_t, 32> key);
  ChaChaPoly(const ChaChaPoly&) = delete;
  ChaChaPoly& operator=(const ChaChaPoly&) = delete;
  ChaChaPoly(ChaChaPoly&&) = delete;
  ChaChaPoly& operator=(ChaChaPoly&&) = delete;
  ~ChaChaPoly();

  // Encrypts `plain` into `out`: as many bytes, then the tag.
  void seal(const Nonce& nonce, ByteView plain, std::span<std::uint8_t> out);
  // Decrypts `sealed` into `out`, which is kTagSize shorter. When the tag does not hold, `out` is
  // all zero and the result is false.
  [[nodiscard]] bool open(const Nonce& nonce, ByteView sealed, std::span<std::uint8_t> out);

 private:
  struct Bulk;
  Bulk& bulk();

  SecretKey<32, struct ChaChaKeyRole> key_;
  std::unique_ptr<Bulk> bulk_;  // made when the first large message comes
};

}  // namespace holdfast
