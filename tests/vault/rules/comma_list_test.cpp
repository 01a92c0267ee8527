#include "vault/rules/comma_list.h"

#include "tests/support/catch.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {
namespace {

CommaList flow(std::string_view text, const std::vector<std::string_view>& items) {
  std::vector<CommaList::Token> tokens;
  for (const std::string_view item : items) {
    const std::size_t begin = text.find(item);
    tokens.push_back({begin, begin + item.size()});
  }
  return CommaList::of_flow(text, tokens);
}

std::string changed(CommaList list, const ListChange& change) {
  list.change(change, " ");
  return list.text();
}

TEST_CASE("comma_list: a text without changes stays", "[vault][rules]") {
  const std::string text = GENERATE("", ",", "a", " a , b,,c \n", ",a", "\n  a,\n  b,\n\n");
  CAPTURE(text);
  CHECK(CommaList::of_text(text).text() == text);
  CHECK(changed(CommaList::of_text(text), {}) == text);
}

TEST_CASE("comma_list: items are what stands between commas", "[vault][rules]") {
  CHECK(CommaList::of_text(" a , b,,c c\n").items() ==
        std::vector<std::string_view>{"a", "b", "c c"});
}

TEST_CASE("comma_list: an item may be removed and others put in its place", "[vault][rules]") {
  CHECK(changed(CommaList::of_text("a, b"), {{{0, {"x", "y"}}}, {0, 1}}) == "x, y");
  CHECK(changed(CommaList::of_text("a"), {{{0, {"x"}}}, {}}) == "a, x");
  CHECK(changed(CommaList::of_text("a,b,\n  c"), {{}, {1}}) == "a,c");
  CHECK(changed(CommaList::of_text("a,b"), {{}, {0, 1}}).empty());
}

TEST_CASE("comma_list: a comment goes with the item on its line", "[vault][rules]") {
  const std::string text = "\n  A, # of a\n  # of b\n  B # too\n";
  CHECK(flow(text, {"A", "B"}).text() == text);
  CHECK(changed(flow(text, {"A", "B"}), {{}, {0}}) == "\n  # of b\n  B # too\n");
  CHECK(changed(flow(text, {"A", "B"}), {{}, {1}}) == "\n  A # of a\n  # of b\n");
  CHECK(changed(flow(text, {"A", "B"}), {{{1, {"x"}}}, {}}) ==
        "\n  A, # of a\n  # of b\n  B, # too\n  x\n");
}

TEST_CASE("comma_list: a list that loses all its items is told", "[vault][rules]") {
  CHECK(ListChange{{}, {0, 1}}.empties(2));
  CHECK_FALSE(ListChange{{}, {0, 1}}.empties(3));
  CHECK_FALSE(ListChange{{{0, {"x"}}}, {0, 1}}.empties(2));
}

}  // namespace
}  // namespace holdfast::vault
