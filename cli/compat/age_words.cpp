#include "cli/compat/age_words.h"

#include "src/base/random.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace holdfast::cli {

namespace {

constexpr std::size_t kWords = 10;
constexpr std::size_t kSyllables = 2;
constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
constexpr std::string_view kVowels = "aiou";

// The lowest six bits choose.
void append_syllable(SecretText& text, std::uint8_t choice) {
  text.append(kConsonants[choice & 0x0fU]);
  text.append(kVowels[(choice >> 4U) & 0x03U]);
}

}  // namespace

SecretText random_words() {
  SecretBytes choices(kWords * kSyllables);
  random_fill(choices.fill());
  SecretText text;
  text.reserve(kWords * (kSyllables * 2 + 1));
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0 && i % kSyllables == 0) text.append('-');
    append_syllable(text, choices.expose()[i]);
  }
  return text;
}

}  // namespace holdfast::cli
