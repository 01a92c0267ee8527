// SHA-1 (OpenSSL), for the names of Git objects alone: it protects nothing of ours.
#pragma once

#include "src/base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>

namespace holdfast {

using Sha1Digest = std::array<std::uint8_t, 20>;

// SHA-1 over data that comes in pieces. Throws Failed where OpenSSL was built without it.
class Sha1 {
 public:
  Sha1();
  Sha1(const Sha1&) = delete;
  Sha1& operator=(const Sha1&) = delete;
  Sha1(Sha1&&) noexcept;
  Sha1& operator=(Sha1&&) noexcept;
  ~Sha1();

  void update(ByteView bytes);
  // Ends the computation; call once.
  [[nodiscard]] Sha1Digest digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast
