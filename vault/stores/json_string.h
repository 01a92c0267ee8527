// Strings as JSON writes them.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <cstddef>
#include <string_view>

namespace holdfast::vault {

struct JsonString {
  std::size_t end = 0;  // after the closing quote
  bool has_escapes = false;
};

// The string whose opening quote is at `begin`. Throws Failed "line L, column C: why" for one that
// does not end, or holds a control character.
[[nodiscard]] JsonString scan_json_string(std::string_view text, std::size_t begin);

// The content of a string token with its escapes resolved. Throws Failed for an escape that JSON
// does not have, and for half of a surrogate pair.
[[nodiscard]] SecretText unescape_json(std::string_view text, Span token);

}  // namespace holdfast::vault
