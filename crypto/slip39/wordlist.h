// The 1024 words of SLIP-39 mnemonics, and what a mistyped one may have been.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace holdfast::slip39 {

inline constexpr std::size_t kWordCount = 1024;
inline constexpr unsigned kWordBits = 10;

// The word that stands for a number under kWordCount.
[[nodiscard]] std::string_view word(std::size_t index);

// The number of a word in lower case; nullopt for a word that is not in the list.
[[nodiscard]] std::optional<std::size_t> index_of(std::string_view word);

// The words that start so, in the list's order.
[[nodiscard]] std::vector<std::string_view> completions(std::string_view start);

// The nearest words to one that is not in the list, at most two slips of the finger away: all that
// are equally near.
[[nodiscard]] std::vector<std::string_view> suggestions(std::string_view mistyped);

}  // namespace holdfast::slip39
