#include "vault/stores/ini_value.h"

#include "tests/support/catch.h"

namespace holdfast::vault {

namespace {

// The value behind the '=' of a text, and its comment, if any.
std::string value_of(std::string_view text) {
  const IniValue value = scan_ini_value(text, 0);
  Tree tree(text);
  Node node;
  node.span = value.token;
  node.style = value.style;
  std::string found(value.joined ? value.joined->expose() : tree.value(node));
  if (value.comment.size() > 0) found += " | " + std::string(tree.slice(value.comment));
  return found;
}

std::string token(std::string_view value, Style wanted = Style::Plain) {
  return std::string(ini_value_token(value, wanted).expose());
}

}  // namespace

TEST_CASE("ini_value: blanks around it do not count", "[vault][ini]") {
  CHECK(value_of(" a b \t\r\nnext") == "a b");
  CHECK(value_of("") == "");
  CHECK(value_of("  \nnext") == "");
  CHECK(value_of("\xC2\xA0x\xE2\x80\x83\n") == "x");
}

TEST_CASE("ini_value: quotes are taken off once, where they surround it", "[vault][ini]") {
  CHECK(value_of("\"a\"") == "a");
  CHECK(value_of("'a'") == "a");
  CHECK(value_of("`a'b\"`") == "a'b\"");
  CHECK(value_of("\"\"\"a\"b\"\"\"\n") == "a\"b");
  CHECK(value_of("\"a") == "\"a");
  CHECK(value_of("\"a\"b\"") == "\"a\"b\"");
  CHECK(value_of("''") == "");
  CHECK(value_of("\"\"\"") == "\"\"\"");  // as sops has it at the end of the text
}

TEST_CASE("ini_value: a comment begins even inside of quotes", "[vault][ini]") {
  CHECK(value_of("a;b") == "a | ;b");
  CHECK(value_of("a # b ; c  \n") == "a | # b ; c");
  CHECK(value_of("\"a;b\"") == "\"a | ;b\"");
  CHECK(value_of("`a;b` ; c") == "a;b | ; c");
  CHECK(value_of("; c") == " | ; c");
  CHECK(value_of("`a` ; say `b`\n") == "a` ; say `b");  // up to the last quote
}

TEST_CASE("ini_value: quoted values may have many lines", "[vault][ini]") {
  CHECK(value_of("\"\"\"a\n;b\n\"\"\" # c\nnext") == "a\n;b\n | # c");
  CHECK(value_of("`a\n\nb`\nnext") == "a\n\nb");
  CHECK(test::code_of([] { value_of("`a\nb"); }) == Code::Failed);
  CHECK(test::code_of([] { value_of("`a` b"); }) == Code::Failed);
  CHECK(test::code_of([] { value_of("`a\nb` ; c \\\n"); }) == Code::Failed);
}

TEST_CASE("ini_value: a backslash joins lines", "[vault][ini]") {
  CHECK(value_of("a \\\n  b \\\n c\nnext") == "a b c");
  CHECK(value_of("a\\\n\nnext") == "a");
  CHECK(value_of("a\\") == "a");
  CHECK(value_of("a ; b\\\n c") == "a ; bc");
  CHECK(scan_ini_value("a\\\nb\nc", 0).end == 5);
}

TEST_CASE("ini_value: a token keeps its quotes where it can", "[vault][ini]") {
  CHECK(token("x", Style::DoubleQuoted) == "\"x\"");
  CHECK(token("x", Style::BackQuoted) == "`x`");
  CHECK(token("x\"y", Style::DoubleQuoted) == "x\"y");
  CHECK(token("", Style::SingleQuoted) == "''");
}

TEST_CASE("ini_value: every value that can be written reads back", "[vault][ini]") {
  CHECK(token("a;b") == "`a;b`");
  CHECK(token(" a ") == "\" a \"");
  CHECK(token("a\nb") == "`a\nb`");
  CHECK(token("`\nb") == "\"\"\"`\nb\"\"\"");
  CHECK(token("C:\\dir\\") == "\"C:\\dir\\\"");
  CHECK(token("\"x\"") == "`\"x\"`");
  CHECK(test::code_of([] { token("`\n\"\"\"x"); }) == Code::Failed);
}

}  // namespace holdfast::vault
