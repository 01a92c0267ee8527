// SHA-256 and SHA-512 (OpenSSL).
#pragma once

#include "src/base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace holdfast {

using Sha256Digest = std::array<std::uint8_t, 32>;
using Sha512Digest = std::array<std::uint8_t, 64>;

[[nodiscard]] Sha256Digest sha256(ByteView bytes);
[[nodiscard]] Sha512Digest sha512(ByteView bytes);

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(ByteView bytes);

// SHA-512 over data that comes in pieces. The running state is wiped at the end.
class Sha512 {
 public:
  Sha512();
  Sha512(const Sha512&) = delete;
  Sha512& operator=(const Sha512&) = delete;
  Sha512(Sha512&&) noexcept;
  Sha512& operator=(Sha512&&) noexcept;
  ~Sha512();

  void update(ByteView bytes);
  // Ends the computation; call once.
  [[nodiscard]] Sha512Digest digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast
