// AES-256-GCM with nonces of any length (OpenSSL; NIST SP 800-38D).
#pragma once

#include "src/base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace holdfast {

// Keeps the expanded key, whose set-up costs half as much as a small message. One thread at a time.
class AesGcm {
 public:
  using Tag = std::array<std::uint8_t, 16>;
  static constexpr std::size_t kMaxNonce = 128;  // OpenSSL's limit

  explicit AesGcm(std::span<const std::uint8_t, 32> key);
  AesGcm(const AesGcm&) = delete;
  AesGcm& operator=(const AesGcm&) = delete;
  AesGcm(AesGcm&&) noexcept;
  AesGcm& operator=(AesGcm&&) noexcept;
  ~AesGcm();

  // Encrypts `plain` into `out`, which has its size. The nonce has 1 to kMaxNonce bytes.
  [[nodiscard]] Tag seal(ByteView nonce, ByteView aad, ByteView plain, std::span<std::uint8_t> out);
  // Decrypts `sealed` into `out`, which has its size. When the tag does not hold, or the nonce has
  // a length that is not allowed, `out` is all zero and the result is false.
  [[nodiscard]] bool open(
      ByteView nonce, ByteView aad, ByteView sealed, const Tag& tag, std::span<std::uint8_t> out);

 private:
  struct State;
  enum class Direction : int { Open = 0, Seal = 1 };
  void start(ByteView nonce, ByteView aad, Direction direction);
  void update(ByteView in, std::uint8_t* out);

  std::unique_ptr<State> state_;
};

}  // namespace holdfast
