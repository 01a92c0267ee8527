#include "vault/stores/json_index.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"

#include <string>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

std::string refusal(const std::string& text) {
  return test::error_of([&] { (void)index_json(text); }).what();
}

std::string only_value(const std::string& token) {
  const std::string text = "{\"k\":" + token + "}";
  const Tree tree = index_json(text);
  return std::string(tree.value(tree.node(1)));
}

}  // namespace

TEST_CASE("json_index: spans tell where each token lies", "[vault][stores]") {
  const std::string text = R"({ "a" : [1, "x\n"], "b": {"c": null} })";
  const Tree tree = index_json(text);
  REQUIRE(tree.nodes().size() == 6);
  CHECK(tree.slice(tree.node(0).span) == text);
  CHECK(tree.slice(tree.node(1).key) == "\"a\"");
  CHECK(tree.slice(tree.node(1).span) == "[1, \"x\\n\"]");
  CHECK(tree.value(tree.node(3)) == "x\n");
  CHECK(tree.aad(5) == "b:c:");
  CHECK(tree.node(5).type == ScalarType::Null);
  CHECK(tree.node(0).subtree_end == 6);
  CHECK(tree.node(1).subtree_end == 4);
}

TEST_CASE("json_index: types are those of the syntax", "[vault][stores]") {
  const std::string text = R"({"a":1,"b":1.0,"c":-0,"d":9223372036854775808,"e":true,"f":"1"})";
  const Tree tree = index_json(text);
  CHECK(tree.node(1).type == ScalarType::Int);
  CHECK(tree.node(2).type == ScalarType::Float);
  CHECK(tree.node(3).type == ScalarType::Int);
  CHECK(tree.node(4).type == ScalarType::Float);
  CHECK(tree.node(5).type == ScalarType::Bool);
  CHECK(tree.node(6).type == ScalarType::Str);
}

TEST_CASE("json_index: escapes are resolved", "[vault][stores]") {
  CHECK(only_value(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(only_value(R"("\u00e9\u20AC\ud83d\ude00")") == "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(only_value(R"("\u0000")") == std::string(1, '\0'));
  CHECK(only_value("\"\x7F\"") == "\x7F");
}

TEST_CASE("json_index: keys may have escapes and stand twice", "[vault][stores]") {
  const std::string text = R"({"a\u0062": 1, "ab": 2})";
  const Tree tree = index_json(text);
  CHECK(tree.key(tree.node(1)) == "ab");
  CHECK(tree.key(tree.node(2)) == "ab");
}

TEST_CASE("json_index: broken texts are refused with their place", "[vault][stores]") {
  CHECK(refusal("[1]") == "line 1, column 1: the top level is not an object");
  CHECK(refusal("") == "line 1, column 1: the top level is not an object");
  CHECK(refusal("{\"a\": 1}\n x") == "line 2, column 2: text after the top object");
  CHECK(refusal("{\"a\": 1") == "line 1, column 8: expected ',' or '}'");
  CHECK(refusal("{\"\xC3\xA9\": 01}") == "line 1, column 7: number with a leading zero");
  CHECK(refusal(R"({"a": "\ud83d"})") == "line 1, column 8: half of a surrogate pair");
  CHECK(refusal(R"({"a": "\ude00\ud83d"})") == "line 1, column 8: half of a surrogate pair");
  CHECK(refusal("{\"a\": \"\xFF\"}") == "not UTF-8 text");
  CHECK(refusal("{\"a\": \"\x01\"}") == "line 1, column 8: control character");
}

TEST_CASE("json_index: what JSON does not have is refused", "[vault][stores]") {
  for (const char* const text : {R"({"a": 1,})",       R"({,})",
                                 R"({"a": [1,]})",     R"({"a" 1})",
                                 R"({a: 1})",          R"({"a": +1})",
                                 R"({"a": .5})",       R"({"a": 1.})",
                                 R"({"a": 1e})",       R"({"a": 1e400})",
                                 R"({"a": nul})",      R"({"a": NaN})",
                                 R"({"a": "\x41"})",   R"({"a": "\u12g4"})",
                                 R"({"a": "\u+123"})", R"({"a": 'x'})",
                                 R"({"a": 1 "b": 2})", "{\"a\": \"\\",
                                 "{\"a\": \"x",        R"({"a": -})",
                                 R"({"a": [1})",       "{\"a\": \"\\u12"}) {
    CAPTURE(text);
    CHECK(test::code_of([&] { (void)index_json(text); }) == Code::Failed);
  }
}

TEST_CASE("json_index: depth ends at 1000 levels", "[vault][stores]") {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  CHECK(index_json(nested(1000)).nodes().size() == 1000);
  CHECK(test::code_of([&] { (void)index_json(nested(1001)); }) == Code::Failed);
}

TEST_CASE("json_index: every truncation is refused", "[vault][stores]") {
  std::string text = test::read_fixture("sops/08-json.enc.json");
  text.resize(text.find_last_of('}') + 1);
  REQUIRE(index_json(text).documents() == 1);
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    REQUIRE(test::code_of([&] { (void)index_json(std::string_view(text).substr(0, size)); }) ==
            Code::Failed);
  }
}
