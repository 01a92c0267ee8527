// Values of INI files, as sops's reader of INI takes them apart.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace holdfast::vault {

struct IniValue {
  Span token;                        // with its quotes, without blanks around it
  Style style = Style::Plain;        // or SingleQuoted, DoubleQuoted, BackQuoted, TripleQuoted
  std::optional<SecretText> joined;  // the value of a token whose lines were joined at a '\'
  Span comment;                      // beside the value: from ';' or '#' on; empty without one
  std::uint32_t end = 0;             // where the next line begins
};

// The value that begins after the '=' before `at`. Outside of `x` and """x""" a ';' or '#' begins a
// comment, even inside of other quotes and without a blank before it. Throws Failed "line L, column
// C: why" for a quote without an end and for text after an end quote, which sops drops.
[[nodiscard]] IniValue scan_ini_value(std::string_view text, std::uint32_t at);

// The token that reads back as `value`: in the wanted style where that is possible. Throws Failed
// where there is none.
[[nodiscard]] SecretText ini_value_token(std::string_view value, Style wanted);

}  // namespace holdfast::vault
