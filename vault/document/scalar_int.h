// Integers in the spellings of YAML 1.1 and 1.2 that sops reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holdfast::vault {

// What an integer's spelling stands for; Unsigned: from 2^63 to 2^64-1 without a sign.
enum class IntRange : std::uint8_t { None, Signed, Unsigned };

struct IntReading {
  IntRange range = IntRange::None;
  std::int64_t value = 0;  // if Signed
};

// Decimal, 0x, 0b, 0o and a leading 0 for octal, each with an optional sign (also "0b-1", a quirk
// of sops's loader); underscores anywhere after the first character are dropped.
[[nodiscard]] IntReading read_yaml_int(std::string_view text);

// Decimal digits with an optional sign and within 64 bits: what is left of an int in a ciphertext.
[[nodiscard]] std::optional<std::int64_t> read_decimal(std::string_view text);

}  // namespace holdfast::vault
