// Base64 with the standard alphabet (RFC 4648, section 4), strict: no blanks, canonical last
// character.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace holdfast {

enum class Padding { None, Required };

[[nodiscard]] std::string encode_base64(ByteView bytes, Padding padding = Padding::Required);
// Appends the padded form to `out`.
void append_base64(std::string& out, ByteView bytes);
[[nodiscard]] std::optional<Bytes> decode_base64(std::string_view text,
                                                 Padding padding = Padding::Required);
// The same into `out`, which has room for three bytes a group of four digits; how many they were.
[[nodiscard]] std::optional<std::size_t> decode_base64_into(std::string_view text,
                                                            std::span<std::uint8_t> out);
// For secret content: decoded straight into wiped memory.
[[nodiscard]] SecretText encode_base64_secret(ByteView bytes, Padding padding = Padding::Required);
[[nodiscard]] std::optional<SecretText> decode_base64_secret(std::string_view text,
                                                             Padding padding = Padding::Required);

}  // namespace holdfast
