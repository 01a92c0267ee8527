#include "crypto/primitives/writable_bytes.h"

namespace holdfast {

std::span<std::uint8_t> writable_bytes(SecretText& text) noexcept {
  void* const data = text.fill().data();
  return {static_cast<std::uint8_t*>(data), text.size()};
}

}  // namespace holdfast
