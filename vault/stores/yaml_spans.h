// The places within YAML text that libyaml's marks do not tell.
#pragma once

#include "vault/document/tree.h"

#include <cstdint>
#include <string_view>

namespace holdfast::vault {

// True if no byte is beyond 0x7F, so that characters are bytes.
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

// LF, CR, and the three Unicode line breaks that libyaml knows: how many bytes the one at `at` has;
// 0 if there is none.
[[nodiscard]] std::size_t line_break_size(std::string_view text, std::size_t at) noexcept;

// The start of the next line break, or the end of the text.
[[nodiscard]] std::size_t line_end(std::string_view text, std::size_t from) noexcept;

// Where the anchor and the tag end that a node's text starts with; `node.begin` if it has none.
[[nodiscard]] std::uint32_t properties_end(std::string_view text, Span node) noexcept;

// The first byte from `from` on that is no blank, line break or comment.
[[nodiscard]] std::uint32_t skip_separation(std::string_view text, std::uint32_t from) noexcept;

// The marks that a block scalar's token begins with: '|' or '>', and what tells its chomping and
// indentation. A comment may follow without a blank.
[[nodiscard]] std::string_view block_marks(std::string_view token) noexcept;

// A block scalar's token without the empty lines after its text, unless its header keeps them.
[[nodiscard]] Span without_empty_tail(std::string_view text, Span block_scalar) noexcept;

}  // namespace holdfast::vault
