#include "vault/stores/odd_line_breaks.h"

#include "src/base/error.h"
#include "tests/support/catch.h"
#include "vault/stores/yaml_index.h"

#include <string>

using namespace holdfast;
using namespace holdfast::vault;

namespace {

std::string refusal(std::string_view text) {
  try {
    refuse_odd_line_breaks(index_yaml(text));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("odd_line_breaks: one that ends a line of the structure is named by its place",
          "[vault]") {
  const std::string odd = GENERATE("\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9");
  CHECK(refusal("a: 1\nb: 2" + odd + "c: 3\n").starts_with("line 2, column 5: "));
  CHECK(refusal("  " + odd + " b:\n  57c: 1\n").starts_with("line 1, column 3: "));
  CHECK(refusal("a: 1 # comment" + odd + "b: 2\n").starts_with("line 1, column 15: "));
  CHECK(refusal("a: |\n  text" + odd + "b: 1\n").starts_with("line 2, column 7: "));
  CHECK_FALSE(refusal("a: 1" + odd).empty());
}

TEST_CASE("odd_line_breaks: within a key or value they are text", "[vault]") {
  const std::string odd = GENERATE("\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9");
  CHECK(refusal("a: \"x" + odd + "y\"\nb: 1\n").empty());
  CHECK(refusal("a: 'x" + odd + "y'\nb: {c: 'z" + odd + "'}\n").empty());
  CHECK(refusal("a: |\n  x" + odd + "  y\nb: 1\n").empty());
  CHECK_FALSE(refusal("a: \"x" + odd + "y\"\nb: 1" + odd).empty());
}

TEST_CASE("odd_line_breaks: LF and CR LF are the usual ones", "[vault]") {
  CHECK(refusal("a: 1\r\nb:\n  - 2\r\n# c\r\n").empty());
  CHECK(refusal("").empty());
}
