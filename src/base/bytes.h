// Bytes and text: the two views, and the only casts between them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// Views text as bytes, and bytes as text, without a copy. Neither may outlive what it views.
[[nodiscard]] ByteView as_bytes(std::string_view text) noexcept;
[[nodiscard]] std::string_view as_text(ByteView bytes) noexcept;

// Copies.
[[nodiscard]] Bytes to_bytes(std::string_view text);
[[nodiscard]] std::string to_text(ByteView bytes);

// True if both hold the same bytes; takes the same time wherever they differ. Lengths are public.
[[nodiscard]] bool equal_constant_time(ByteView one, ByteView other) noexcept;

// True if `bytes` is well-formed UTF-8 (no overlong forms, surrogates, or values past U+10FFFF).
[[nodiscard]] bool is_utf8(ByteView bytes) noexcept;

}  // namespace holdfast
