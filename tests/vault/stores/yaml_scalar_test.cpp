#include "vault/stores/yaml_scalar.h"

#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/stores/yaml_index.h"

#include <array>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

std::string token(std::string_view value, const ScalarPlace& place) {
  return std::string(yaml_string_token(value, place).expose());
}

ScalarPlace wanting(Style style) {
  ScalarPlace place;
  place.wanted = style;
  place.indent = 2;
  return place;
}

ScalarPlace wanting_block(std::string_view header, std::uint32_t indent = 2) {
  ScalarPlace place = wanting(header.starts_with('>') ? Style::Folded : Style::Literal);
  place.header = header;
  place.indent = indent;
  return place;
}

// A document with a hole for a token, and what is known about the place.
struct Hole {
  std::string before;
  std::string after;
  std::uint32_t indent = 0;  // of block scalars
  std::uint32_t step = 0;
  bool in_flow = false;
};

const std::vector<Hole>& holes() {
  static const std::vector<Hole> all{
      {"k: ", "z: 1\n", 2, 2},
      {"k: ", "", 9, 9},
      {"k: ", "# c\nz: 1\n", 3, 3},
      {"a:\n  b:\n    k: ", "    z: 1\n", 6, 2},
      {"l:\n  - ", "  - x\n", 4, 2},
      {"l:\n- ", "- x\n", 2, 2},
      {"l:\n  - - k: ", "      z: 1\n", 8, 2},
      {"f: {k: ", ", z: 1}\n", 0, 0, true},
      {"f: [x, ", "]\n", 0, 0, true},
      {"f: [", "\n  , x]\n", 0, 0, true},
  };
  return all;
}

// The text of the scalar that has just been put into the hole.
std::string read_back(const Hole& hole, const std::string& text) {
  const Tree tree = index_yaml(text);
  for (const Node& node : tree.nodes()) {
    if (node.kind != NodeKind::Scalar || node.span.begin < hole.before.size()) continue;
    CHECK(node.type == ScalarType::Str);
    return std::string(tree.value(node));
  }
  FAIL("no scalar in the hole");
  return {};
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces{"a",
                                               "b c",
                                               " ",
                                               "  ",
                                               "\t",
                                               "\n",
                                               "\n\n",
                                               "\r",
                                               "\r\n",
                                               ":",
                                               ": ",
                                               " #",
                                               "#",
                                               "-",
                                               "- ",
                                               "?",
                                               "'",
                                               "\"",
                                               "\\",
                                               "{",
                                               "}",
                                               "[",
                                               "]",
                                               ",",
                                               "&a",
                                               "*a",
                                               "!x",
                                               "|",
                                               ">",
                                               "%",
                                               "@",
                                               "`",
                                               "---",
                                               "...",
                                               "1",
                                               "0x1f",
                                               "2020-01-01",
                                               ".5",
                                               "1e3",
                                               "yes",
                                               "true",
                                               "null",
                                               "~",
                                               "<<",
                                               "=",
                                               "1:30",
                                               "\xC3\xA9",
                                               "\xF0\x9F\x98\x80",
                                               "\x01",
                                               "\x7F",
                                               "\xC2\x85",
                                               "\xC2\xA0",
                                               "\xE2\x80\xA8",
                                               "\xE2\x80\xA9",
                                               "\xEF\xBB\xBF",
                                               "\xEF\xBF\xBE",
                                               std::string(1, '\0'),
                                               "ENC[",
                                               "word"};
  std::string text;
  const std::size_t count = random() % 6;
  for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
  return text;
}

constexpr std::array kStyles{
    Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded};
constexpr std::array<std::string_view, 6> kHeaders{"|", "|-", "|+", ">", ">-  # note", "| # note"};

}  // namespace

TEST_CASE("yaml_scalar: writes the strings of sops's own writer", "[vault][stores]") {
  const Json cases = Json::parse(test::read_fixture("sops/yaml-quote.json"));
  CHECK(cases.items().size() == 104);
  for (const Json& one : cases.items()) {
    const std::string& text = one.at("string").text();
    CAPTURE(text);
    CHECK(yaml_value_as_sops(text, 4).expose() == one.at("yaml_value_in_indent_4").text());
    const Json* const key = one.find("yaml_key");
    if (key != nullptr) CHECK(yaml_key_as_sops(text).expose() == key->text());
  }
}

TEST_CASE("yaml_scalar: every string reads back from every place", "[vault][stores]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 40000; ++i) {
    const std::string value = random_text(random);
    const Hole& hole = holes()[random() % holes().size()];
    const bool crlf = random() % 4 == 0;
    ScalarPlace place;
    place.wanted = kStyles[random() % kStyles.size()];
    const bool block = place.wanted == Style::Literal || place.wanted == Style::Folded;
    if (block) place.header = kHeaders[random() % kHeaders.size()];
    place.in_flow = place.single_line = hole.in_flow;
    place.indent = hole.indent;
    place.step = random() % 2 == 0 ? hole.step : 0;
    if (crlf) place.line_break = "\r\n";
    std::string text = hole.before + token(value, place);
    if (!hole.in_flow && !text.ends_with('\n')) text += place.line_break;
    // Empty lines below must not become part of a value, unless the old token owned them.
    if (!hole.in_flow && place.header != "|+" && random() % 2 == 0) text += place.line_break;
    text += hole.after;
    CAPTURE(value, text);
    REQUIRE(read_back(hole, text) == value);
  }
}

TEST_CASE("yaml_scalar: strings as sops writes them read back", "[vault][stores]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const std::string value = random_text(random);
    const std::string nested(yaml_value_as_sops(value, 4).expose());
    std::string text = "a:\n    k: " + nested + "\n    z: 1\n";
    CAPTURE(value, text);
    const Tree tree = index_yaml(text);
    REQUIRE(tree.value(tree.node(2)) == value);
    if (value == "<<") continue;
    text = std::string(yaml_key_as_sops(value).expose()) + ": v\n";
    const Tree keyed = index_yaml(text);
    REQUIRE(keyed.key(keyed.node(1)) == value);
  }
}

TEST_CASE("yaml_scalar: the wanted style stays where it can", "[vault][stores]") {
  CHECK(token("word", wanting(Style::Plain)) == "word");
  CHECK(token("word", wanting(Style::SingleQuoted)) == "'word'");
  CHECK(token("it's", wanting(Style::SingleQuoted)) == "'it''s'");
  CHECK(token("word", wanting(Style::DoubleQuoted)) == "\"word\"");
  CHECK(token("a\nb\n", wanting_block("|")) == "|\n  a\n  b\n");
  CHECK(token("word", wanting_block("|-")) == "|-\n  word\n");
  CHECK(token("\xF0\x9F\x98\x80", wanting(Style::Plain)) == "\xF0\x9F\x98\x80");
}

TEST_CASE("yaml_scalar: plain text that is no string is quoted", "[vault][stores]") {
  for (const char* const text :
       {"1", "yes", "null", "", "2020-01-01", "1:30", "18446744073709551615"}) {
    CHECK(token(text, wanting(Style::Plain)) == "\"" + std::string(text) + "\"");
  }
  CHECK(token("a: b", wanting(Style::Plain)) == "'a: b'");
  CHECK(token(" a", wanting(Style::Plain)) == "' a'");
}

TEST_CASE("yaml_scalar: a block header keeps its comment and chomping", "[vault][stores]") {
  CHECK(token("a\nb\n", wanting_block("|+ # note")) == "|+ # note\n  a\n  b\n");
  CHECK(token("a\nb", wanting_block("| # note")) == "|- # note\n  a\n  b\n");
  CHECK(token("a\nb\n", wanting_block("|-")) == "|\n  a\n  b\n");
  CHECK(token("a\n\n", wanting_block("|+")) == "|+\n  a\n\n");
  CHECK(token("  a\n", wanting_block("|2")) == "|2\n    a\n");
}

TEST_CASE("yaml_scalar: a folded token becomes a literal one", "[vault][stores]") {
  CHECK(token("a b\nc\n", wanting_block(">")) == "|\n  a b\n  c\n");
}

TEST_CASE("yaml_scalar: text that begins with a blank gets an indicator", "[vault][stores]") {
  ScalarPlace place = wanting_block("|", 6);
  place.step = 2;
  CHECK(token(" a\n", place) == "|2\n       a\n");
  CHECK(token("\na\n", place) == "|2\n\n      a\n");
  place.step = 0;
  CHECK(token(" a\n", place) == "\" a\\n\"");
}

TEST_CASE("yaml_scalar: lines without a block style are escaped", "[vault][stores]") {
  ScalarPlace place = wanting_block("|");
  place.single_line = true;
  CHECK(token("a\nb\n", place) == "\"a\\nb\\n\"");
  CHECK(token("a\r\nb\n", wanting_block("|")) == "\"a\\r\\nb\\n\"");
  CHECK(token("a\n\n", wanting_block("|")) == "\"a\\n\\n\"");
}

TEST_CASE("yaml_scalar: bytes that are no text become base64", "[vault][stores]") {
  const std::string text = "k: " + token("\xFF\x01", wanting(Style::Plain)) + "\n";
  CHECK(text == "k: !!binary /wE=\n");
  const Tree tree = index_yaml(text);
  CHECK(tree.value(tree.node(1)) == "\xFF\x01");
  CHECK(tree.node(1).type == ScalarType::Str);
}

TEST_CASE("yaml_scalar: a ciphertext takes the style of its value", "[vault][stores]") {
  const auto encrypted = [](const ScalarPlace& place) {
    return std::string(yaml_encrypted_token("ENC[x]", place).expose());
  };
  CHECK(encrypted(wanting(Style::Plain)) == "ENC[x]");
  CHECK(encrypted(wanting(Style::SingleQuoted)) == "'ENC[x]'");
  CHECK(encrypted(wanting(Style::DoubleQuoted)) == "\"ENC[x]\"");
  CHECK(encrypted(wanting_block(">- # note", 4)) == ">- # note\n    ENC[x]\n");
  ScalarPlace flow = wanting(Style::Plain);
  flow.in_flow = true;
  CHECK(encrypted(flow) == "\"ENC[x]\"");
  ScalarPlace crlf = wanting_block("|");
  crlf.line_break = "\r\n";
  CHECK(encrypted(crlf) == "|\r\n  ENC[x]\r\n");
}
