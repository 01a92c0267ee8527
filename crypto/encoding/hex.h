// Hexadecimal digits.
#pragma once

#include "src/base/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

[[nodiscard]] std::string encode_hex(ByteView bytes);                  // lower case
[[nodiscard]] std::optional<Bytes> decode_hex(std::string_view text);  // either case, even length

}  // namespace holdfast
