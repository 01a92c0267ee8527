#include "crypto/age/stanza_line.h"

#include <algorithm>

namespace holdfast::age {

namespace {

bool is_argument(std::string_view word) {
  return !word.empty() &&
         std::ranges::all_of(word, [](char letter) { return letter >= '!' && letter <= '~'; });
}

}  // namespace

std::optional<std::vector<std::string>> split_stanza_line(std::string_view line,
                                                          std::size_t limit) {
  if (!line.starts_with(kStanzaMark)) return std::nullopt;
  line.remove_prefix(kStanzaMark.size());
  std::vector<std::string> words;
  for (;;) {
    const std::size_t size = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, size);
    if (!is_argument(word) || words.size() == limit) return std::nullopt;
    words.emplace_back(word);
    if (size == line.size()) return words;
    line.remove_prefix(size + 1);
  }
}

}  // namespace holdfast::age
