#include "crypto/age/stanza_line.h"

#include "tests/support/catch.h"

using namespace holdfast::age;

TEST_CASE("stanza line: words with one blank between them", "[crypto][age]") {
  CHECK(split_stanza_line("-> a", 3) == std::vector<std::string>{"a"});
  CHECK(split_stanza_line("-> a bc !~", 3) == std::vector<std::string>{"a", "bc", "!~"});
}

TEST_CASE("stanza line: anything else is refused", "[crypto][age]") {
  for (const char* line : {"",
                           "->",
                           "-> ",
                           "->  a",
                           "-> a ",
                           "-> a  b",
                           "->a",
                           " -> a",
                           "-> a\tb",
                           "-> a\x7f",
                           "-> \xc3\xa9",
                           "-> a\r",
                           "-> a b c d"}) {
    INFO(line);
    CHECK_FALSE(split_stanza_line(line, 3));
  }
}
