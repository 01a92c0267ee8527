#include "cli/compat/age_words.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <set>
#include <string>

namespace holdfast::cli {

TEST_CASE("age_words: ten words of two syllables", "[age]") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const SecretText words = random_words();
    const std::string text(words.expose());
    REQUIRE(text.size() == 49);
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::string_view allowed = at % 5 == 4         ? "-"
                                       : (at % 5) % 2 == 0 ? "bdfghjklmnprstvz"
                                                           : "aiou";
      REQUIRE(allowed.find(text[at]) != std::string_view::npos);
    }
    seen.insert(text);
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("age_words: every letter comes up in its place", "[age]") {
  std::set<char> letters;
  for (int i = 0; i < 100; ++i) {
    const SecretText words = random_words();
    letters.insert(words.expose().begin(), words.expose().end());
  }
  CHECK(letters.size() == 16 + 4 + 1);
}

}  // namespace holdfast::cli
