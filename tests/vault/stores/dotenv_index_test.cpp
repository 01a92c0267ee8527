#include "vault/stores/dotenv_index.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/document/document.h"

namespace holdfast::vault {

namespace {

// Members as "key=value" and comments as "#text", each in its own order.
std::vector<std::string> members(std::string_view text) {
  const Tree tree = index_dotenv(text);
  std::vector<std::string> found;
  for (const NodeId id : tree.children(tree.root(0))) {
    if (tree.is_block(id)) continue;
    const Node& node = tree.node(id);
    found.push_back(std::string(tree.key(node)) + "=" + std::string(tree.value(node)));
  }
  for (const Comment& comment : tree.comments()) {
    found.push_back("#" + std::string(tree.value(comment)));
  }
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("dotenv: a line is all before the first = and all behind it", "[vault][dotenv]") {
  CHECK(members("A=1\nB = x=y \n") == Texts{"A=1", "B = x=y "});
  CHECK(members("export A=\"q\"\n 'B'='b'\n\"C\"=c\n=d") ==
        Texts{"export A=\"q\"", " 'B'='b'", "\"C\"=c", "=d"});
  CHECK(members("A=1 # x\n # y=z\n") == Texts{"A=1 # x", " # y=z"});
  CHECK(members("A=\nA=2\n") == Texts{"A=", "A=2"});
  CHECK(members("").empty());
  CHECK(members("\n\n").empty());
}

TEST_CASE("dotenv: a backslash and an n are a line feed", "[vault][dotenv]") {
  CHECK(members("A=x\\ny\\n") == Texts{"A=x\ny\n"});
  CHECK(members("A=\\\\n") == Texts{"A=\\\n"});
  CHECK(escape_line_feeds("a\nb\n").expose() == "a\\nb\\n");
  CHECK(unescape_line_feeds("a\\nb\\").expose() == "a\nb\\");
}

TEST_CASE("dotenv: a CR belongs to what it stands behind", "[vault][dotenv]") {
  CHECK(members("A=1\r\n#c\r\n") == Texts{"A=1\r", "#c\r"});
  CHECK(test::code_of([] { members("A=1\r\n\r\n"); }) == Code::Failed);
}

TEST_CASE("dotenv: a comment stands before the next member", "[vault][dotenv]") {
  const Tree tree = index_dotenv("#a\n\n#b\nA=1\n#c\n");
  REQUIRE(tree.comments().size() == 3);
  CHECK(tree.comments()[0].before == 1);
  CHECK(tree.comments()[1].before == 1);
  CHECK(tree.comments()[2].before == kNoNode);
  CHECK(tree.comments()[2].owner == tree.root(0));
}

TEST_CASE("dotenv: a line without = is named and not shown", "[vault][dotenv]") {
  const Error error = test::error_of([] { members("A=1\nhunter2\n"); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()).starts_with("line 2, column 1: "));
  CHECK(std::string(error.what()).find("hunter2") == std::string::npos);
}

TEST_CASE("dotenv: a key sops is like any other", "[vault][dotenv]") {
  const Document document = Document::parse(SecretText("sops=1\nsops2=x\n"), Format::Dotenv);
  CHECK_FALSE(document.is_encrypted());
  CHECK(members("sops=1\n") == Texts{"sops=1"});
}

TEST_CASE("dotenv: the block may stand anywhere, in any order", "[vault][dotenv]") {
  const Document document = Document::parse(
      SecretText("sops_version=3.9.0\nA=ENC[]\nsops_age__list_1__map_recipient=second\n"
                 "#c\nsops_age__list_0__map_enc=x\\n\nsops_age__list_0__map_recipient=first\n"
                 "sops_lastmodified=2026-01-01T00:00:00Z\nsops_mac_only_encrypted=true\n"),
      Format::Dotenv);
  REQUIRE(document.is_encrypted());
  const Metadata& metadata = document.metadata();
  CHECK(metadata.recipients() == Texts{"first", "second"});
  CHECK(metadata.groups.at(0).age.at(0).enc == "x\n");
  CHECK(metadata.selection.mac_only_encrypted);
  CHECK(members(document.text()) == Texts{"A=ENC[]", "#c"});
}

TEST_CASE("dotenv: truncation at each byte is read or refused", "[vault][dotenv]") {
  const std::string text = test::read_fixture("sops/24-key-groups-dotenv.enc.env");
  for (std::size_t size = 0; size < text.size(); ++size) {
    try {
      static_cast<void>(Document::parse(SecretText(text.substr(0, size)), Format::Dotenv));
    } catch (const Error& error) {
      CHECK(error.code() == Code::Failed);
    }
  }
}

}  // namespace holdfast::vault
