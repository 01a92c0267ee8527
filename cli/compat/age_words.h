// Passphrases made for people to write down.
#pragma once

#include "src/base/secret.h"

namespace holdfast::cli {

// Ten words of four letters, joined by "-": two syllables each, of sixteen consonants and four
// vowels that nobody mistakes for each other. 12 bits a word, 120 bits in all.
[[nodiscard]] SecretText random_words();

}  // namespace holdfast::cli
