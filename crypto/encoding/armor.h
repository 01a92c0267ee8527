// The ASCII armor of age files (age v1, "ASCII armor"): strict PEM with 64 columns.
#pragma once

#include "src/base/bytes.h"

#include <string>
#include <string_view>

namespace holdfast {

// "-----BEGIN AGE ENCRYPTED FILE-----" to the line feed after END.
[[nodiscard]] std::string encode_armor(ByteView file);

// True if the text starts like an armored file, after white space; decode_armor may still refuse.
[[nodiscard]] bool looks_armored(std::string_view text) noexcept;

// What the armor holds. Lines end with LF or CR LF; up to 1 KiB of blank lines may stand before
// it, and less than 1 KiB of white space after it. Throws Integrity for anything else.
[[nodiscard]] Bytes decode_armor(std::string_view text);

}  // namespace holdfast
