#include "vault/rules/pattern.h"

#include "tests/support/catch.h"

#include <string>
#include <utility>

namespace holdfast::vault {
namespace {

using test::code_of;
using test::error_of;

TEST_CASE("pattern: matches anywhere unless anchored", "[vault][rules]") {
  CHECK(Pattern("b").found_in("abc"));
  CHECK(Pattern("").found_in("abc"));
  CHECK_FALSE(Pattern("^b").found_in("abc"));
  CHECK_FALSE(Pattern("b$").found_in("abc"));
  CHECK(Pattern("^(data|stringData)$").found_in("stringData"));
}

TEST_CASE("pattern: has Go's syntax", "[vault][rules]") {
  CHECK(Pattern("(?i)SECRET").found_in("my-secret.yaml"));
  CHECK(Pattern(R"(\d{3}\pL[[:alpha:]](?P<name>x))").found_in("123\xC3\xA4zx"));
  CHECK(Pattern(R"(\QC:\C\E)").found_in(R"(C:\C)"));
  CHECK_FALSE(Pattern("a.b").found_in("a\nb"));
}

TEST_CASE("pattern: refuses what Go refuses, with the reason", "[vault][rules]") {
  const Error error = error_of([] { const Pattern pattern("^(?!services/)"); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()) == "invalid regular expression: invalid perl operator: (?!");
  CHECK(error.advice().find("look-around") != std::string::npos);
  const char* expression =
      GENERATE("(", "[a", "*a", R"((a)\1)", "a{1001}", "a++", R"(\C)", R"(\\\C)", R"(\Qa\E\C)");
  CAPTURE(expression);
  CHECK(code_of([&] { const Pattern pattern(expression); }) == Code::Failed);
}

TEST_CASE("pattern: a hostile expression costs bounded time and memory", "[vault][rules]") {
  CHECK(code_of([] { const Pattern pattern("((a{900}){900}){900}"); }) == Code::Failed);
  CHECK(code_of([] { const Pattern pattern(std::string(100'000, 'a')); }) == Code::Failed);
  CHECK_FALSE(Pattern("(a*)*b").found_in(std::string(100'000, 'a')));
}

TEST_CASE("pattern: survives a move", "[vault][rules]") {
  Pattern first("a");
  Pattern second(std::move(first));
  CHECK(second.found_in("a"));
  CHECK(second.expression() == "a");
}

}  // namespace
}  // namespace holdfast::vault
