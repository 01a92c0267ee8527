// Secret text as the bytes that a cipher writes into.
#pragma once

#include "src/base/secret.h"

#include <cstdint>
#include <span>

namespace holdfast {

// Views the characters of `text`, to be filled in place. May not outlive it or its next change.
[[nodiscard]] std::span<std::uint8_t> writable_bytes(SecretText& text) noexcept;

}  // namespace holdfast
