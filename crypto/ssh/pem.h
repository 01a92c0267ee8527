// OpenSSH's text blocks: base64 in lines of 70 characters between BEGIN and END.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <string_view>

namespace holdfast::ssh {

// "-----BEGIN LABEL-----" to the line feed after END.
[[nodiscard]] SecretText encode_pem(std::string_view label, ByteView bytes);

// What the block holds. Lines may have any length and end with LF or CR LF; white space may stand
// around the block. Throws Failed without repeating the text.
[[nodiscard]] SecretText decode_pem(std::string_view label, std::string_view text);

}  // namespace holdfast::ssh
