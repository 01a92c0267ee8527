#include "vault/keyring/split_command.h"

#include "tests/support/catch.h"

#include <string>
#include <vector>

namespace holdfast::vault {
namespace {

using Words = std::vector<std::string>;
using test::code_of;

TEST_CASE("split_command: splits at blanks", "[vault][keyring]") {
  CHECK(split_command("") == Words{});
  CHECK(split_command(" \t\n") == Words{});
  CHECK(split_command(" cat  key.txt\n") == Words{"cat", "key.txt"});
}

TEST_CASE("split_command: quotes and backslashes as in a POSIX shell", "[vault][keyring]") {
  CHECK(split_command(R"(sh -c 'echo "$HOME" \n')") == Words{"sh", "-c", R"(echo "$HOME" \n)"});
  CHECK(split_command(R"("a \"b\" \$c \d \\" x)") == Words{R"(a "b" $c \d \)", "x"});
  CHECK(split_command(R"(a\ b a'b'"c"d '' "")") == Words{"a b", "abcd", "", ""});
  CHECK(split_command("a\\\nb \"c\\\nd\"") == Words{"ab", "cd"});
}

TEST_CASE("split_command: expands nothing", "[vault][keyring]") {
  CHECK(split_command("$HOME *.txt ~ `x` a|b >c") ==
        Words{"$HOME", "*.txt", "~", "`x`", "a|b", ">c"});
}

TEST_CASE("split_command: a comment begins at a word's start", "[vault][keyring]") {
  CHECK(split_command("a # b\nc") == Words{"a", "c"});
  CHECK(split_command("a#b '#c'") == Words{"a#b", "#c"});
}

TEST_CASE("split_command: refuses what is not closed", "[vault][keyring]") {
  const char* line = GENERATE("'a", "\"a", "a\\", "\"a\\", "\"a\\\"");
  CAPTURE(line);
  CHECK(code_of([&] { (void)split_command(line); }) == Code::Failed);
}

}  // namespace
}  // namespace holdfast::vault
