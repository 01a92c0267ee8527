// Reads dotenv text into a Tree.
#pragma once

#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

inline constexpr std::string_view kDotenvPrefix = "sops_";

// Dotenv as sops reads it: lines end at LF alone, empty ones count for nothing, '#' in the first
// column begins a comment, all else is a key, the first '=', and a value. Nothing is trimmed or
// unquoted, a CR is part of the value, "\n" in a value is a line feed. Every value is a Str; keys
// may repeat. Lines whose keys begin with sops_ are gathered into the block. Throws Failed "line L,
// column C: why" for other lines and for names that make no block.
[[nodiscard]] Tree index_dotenv(std::string_view text);

// The text with each line feed as the two characters that stand for it in dotenv, and back.
[[nodiscard]] SecretText escape_line_feeds(std::string_view text);
[[nodiscard]] SecretText unescape_line_feeds(std::string_view text);

}  // namespace holdfast::vault
