#include "crypto/slip39/wordlist.h"

#include "crypto/primitives/hash.h"
#include "tests/support/catch.h"

#include <set>
#include <string>

using namespace holdfast;
using namespace holdfast::slip39;

TEST_CASE("wordlist: it is SLIP-0039's", "[crypto][slip39]") {
  std::string all;
  for (std::size_t i = 0; i < kWordCount; ++i) all += std::string(word(i)) + "\n";
  // Of the list that the specification links to, a word a line.
  CHECK(sha256_hex(as_bytes(all)) ==
        "bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3");
}

TEST_CASE("wordlist: four letters tell every word", "[crypto][slip39]") {
  std::set<std::string_view> starts;
  for (std::size_t i = 0; i < kWordCount; ++i) {
    CHECK(index_of(word(i)) == i);
    CHECK(word(i).size() >= 4);
    CHECK(word(i).size() <= 8);
    starts.insert(word(i).substr(0, 4));
  }
  CHECK(starts.size() == kWordCount);
}

TEST_CASE("wordlist: what is not in it has no number", "[crypto][slip39]") {
  for (const auto* absent : {"", "a", "acade", "Academic", "zzzz", "academicc"}) {
    CHECK_FALSE(index_of(absent));
  }
}

TEST_CASE("wordlist: the words that start so", "[crypto][slip39]") {
  CHECK(completions("acad") == std::vector<std::string_view>{"academic"});
  CHECK(completions("").size() == kWordCount);
  CHECK(completions("q").size() == 4);
  CHECK(completions("xx").empty());
}

TEST_CASE("wordlist: a mistyped word's neighbours", "[crypto][slip39]") {
  using Words = std::vector<std::string_view>;
  CHECK(suggestions("acadmeic") == Words{"academic"});   // four letters are enough
  CHECK(suggestions("kidnye") == Words{"kidney"});       // swapped
  CHECK(suggestions("frige") == Words{"fridge"});        // left out
  CHECK(suggestions("ddecision") == Words{"decision"});  // doubled
  CHECK(suggestions("qqqqqqqq").empty());
  CHECK(suggestions(std::string(1000, 'a')).empty());
}
