// One share: a mnemonic, and what it says in clear about itself (SLIP-0039, "Format of the share
// mnemonic").
#pragma once

#include "crypto/slip39/master_secret.h"
#include "src/base/secret.h"

#include <string_view>

namespace holdfast::slip39 {

// Numbers as people count them: indexes from 0, thresholds and counts from 1.
struct Share {
  SetLabel label;
  int group = 0;            // which group of the set, from 0
  int group_threshold = 1;  // how many groups are needed
  int groups = 1;           // how many there are
  int member = 0;           // which share of its group, from 0
  int threshold = 1;        // how many shares of this group are needed
  SecretBytes value;

  [[nodiscard]] Share clone() const;
};

// The mnemonic: words in lower case with blanks between (33 for 32 bytes).
[[nodiscard]] SecretText print_mnemonic(const Share& share);

// Reads a mnemonic: words in any case, between blanks or line breaks. Throws Integrity for a word
// that is not in the list (its number and the nearest words are told, since a mistyped word is no
// secret), a wrong length, a checksum that does not hold, padding that is not zero, or more groups
// needed than there are.
[[nodiscard]] Share parse_mnemonic(std::string_view text);

}  // namespace holdfast::slip39
