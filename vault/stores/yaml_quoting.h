// Which ways of writing a text YAML allows, and the quoted ones.
#pragma once

#include "src/base/secret.h"

#include <cstdint>
#include <string_view>

namespace holdfast::vault {

// What of a text matters for its style. `line_feed` aside, "break" is also CR and the three Unicode
// line breaks, which only quotes can hold.
struct TextTraits {
  bool utf8 = true;  // if not, nothing else is told
  bool line_feed = false;
  bool other_break = false;
  bool inner_break = false;  // one of them with text after it
  bool tab = false;
  bool unprintable = false;         // what YAML forbids or a reader may swallow (U+FEFF)
  bool beyond_16_bits = false;      // sops escapes these
  bool edge_space = false;          // begins or ends with a blank
  bool edge_break = false;          // begins or ends with a break
  bool trailing_space = false;      // ends with a blank
  bool space_before_break = false;  // which an editor may strip
  bool break_before_space = false;
  bool block_indicator = false;  // reads as syntax in block context
  bool flow_indicator = false;   // reads as syntax in a flow collection
};
[[nodiscard]] TextTraits traits_of(std::string_view text);

// True if the text, written plain, resolves to a string for sops and for readers of YAML 1.1, who
// take "yes" for a bool and "1:30" for a number.
[[nodiscard]] bool reads_as_string(std::string_view text);

enum class Beyond16Bits : std::uint8_t { Raw, Escaped };

// '...', for text without breaks or unprintable characters.
[[nodiscard]] SecretText single_quoted(std::string_view text);
// "...", for any UTF-8 text.
[[nodiscard]] SecretText double_quoted(std::string_view text, Beyond16Bits beyond);

}  // namespace holdfast::vault
