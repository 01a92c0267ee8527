#include "vault/stores/text_patch.h"

#include "tests/support/catch.h"

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

struct Edit {
  Span where;
  std::string_view with;
};

std::string patched(std::string_view text, const std::vector<Edit>& edits) {
  std::vector<Splice> splices;
  for (const Edit& edit : edits) splices.push_back({edit.where, SecretText(edit.with)});
  return std::string(patch(text, std::move(splices)).expose());
}

}  // namespace

TEST_CASE("text_patch: splices in any order", "[vault][stores]") {
  CHECK(patched("abcdef", {{{4, 5}, "E"}, {{0, 2}, ""}, {{2, 3}, "CCC"}}) == "CCCdEf");
  CHECK(patched("abc", {}) == "abc");
  CHECK(patched("", {{{0, 0}, "x"}}) == "x");
}

TEST_CASE("text_patch: insertions at one place keep their order", "[vault][stores]") {
  CHECK(patched("ab", {{{1, 1}, "1"}, {{1, 1}, "2"}, {{1, 1}, "3"}}) == "a123b");
}

TEST_CASE("text_patch: an insertion stands before a replacement", "[vault][stores]") {
  CHECK(patched("abc", {{{1, 2}, "B"}, {{1, 1}, "+"}}) == "a+Bc");
  CHECK(patched("abc", {{{1, 2}, "B"}, {{2, 2}, "+"}}) == "aB+c");
}

TEST_CASE("text_patch: overlaps are refused", "[vault][stores]") {
  CHECK(test::code_of([] { patched("abc", {{{0, 2}, ""}, {{1, 3}, ""}}); }) == Code::Failed);
  CHECK(test::code_of([] { patched("abc", {{{0, 2}, ""}, {{1, 1}, "x"}}); }) == Code::Failed);
  CHECK(test::code_of([] { patched("abc", {{{2, 4}, ""}}); }) == Code::Failed);
  CHECK(test::code_of([] { patched("abc", {{{2, 1}, ""}}); }) == Code::Failed);
}
