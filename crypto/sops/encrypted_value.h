// The text form of an encrypted value: ENC[AES256_GCM,data:...,iv:...,tag:...,type:...].
#pragma once

#include "src/base/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::sops {

// The word after "type:". It is not authenticated.
enum class ValueType { Str, Int, Float, Bool, Time, Bytes, Comment };

[[nodiscard]] std::string_view type_word(ValueType type) noexcept;

struct EncryptedValue {
  Bytes data;  // the ciphertext without its tag
  Bytes iv;    // any length of at least one byte; 32 when we write
  std::array<std::uint8_t, 16> tag{};
  ValueType type = ValueType::Str;
};

// True if the text starts like an encrypted value; parse() may still refuse it.
[[nodiscard]] bool looks_encrypted(std::string_view text) noexcept;

// Reads the form, which must start at the first byte; text after the closing bracket is ignored, as
// sops does. Throws Integrity when the form does not hold (unknown type, bad or unpadded base64, an
// empty field, a tag that is not 16 bytes). The text itself is not repeated in the error.
[[nodiscard]] EncryptedValue parse_encrypted_value(std::string_view text);

[[nodiscard]] std::string print_encrypted_value(const EncryptedValue& value);

}  // namespace holdfast::sops
