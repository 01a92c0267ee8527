#include "vault/stores/json_scalar.h"

#include "tests/support/catch.h"
#include "vault/stores/json_index.h"

namespace holdfast::vault {

namespace {

std::string token(std::string_view value) { return std::string(json_string_token(value).expose()); }

}  // namespace

TEST_CASE("json_scalar: escapes are those of sops", "[vault]") {
  CHECK(token("a/b\x7F") == "\"a/b\x7F\"");
  CHECK(token("<a&b>") == R"("\u003ca\u0026b\u003e")");
  CHECK(token("\b\f\n\r\t\"\\") == R"("\b\f\n\r\t\"\\")");
  CHECK(token(std::string_view("\x01\x1F\0", 3)) == R"("\u0001\u001f\u0000")");
  CHECK(token("\u2028\u2029\u2027") == "\"\\u2028\\u2029\u2027\"");
}

TEST_CASE("json_scalar: every byte that is text reads back", "[vault]") {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "\u00e9\u20ac\U0001F600";
  const std::string text = "{\"k\":" + token(all) + "}";
  const Tree tree = index_json(text);
  CHECK(tree.value(tree.node(1)) == all);
}

TEST_CASE("json_scalar: bytes that are no text are refused", "[vault]") {
  CHECK(test::code_of([] { static_cast<void>(token("\xFF")); }) == Code::Failed);
}

}  // namespace holdfast::vault
