#include "vault/stores/ini_index.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/document/document.h"

namespace holdfast::vault {

namespace {

// Values as "section.key=value", then comments as "section#text".
std::vector<std::string> content(std::string_view text) {
  const Tree tree = index_ini(text);
  std::vector<std::string> found;
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    const Node& node = tree.node(id);
    if (node.kind != NodeKind::Scalar) continue;
    found.push_back(tree.key_path(id) + "=" + std::string(tree.value(node)));
  }
  for (const Comment& comment : tree.comments()) {
    found.push_back(tree.key_path(comment.owner) + "#" + std::string(tree.value(comment)));
  }
  return found;
}

std::string refusal(std::string_view text) {
  return std::string(test::error_of([&] { content(text); }).what());
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("ini: sections hold keys, DEFAULT those before the first", "[vault][ini]") {
  CHECK(content("a=1\n[s]\nb : 2\n") == Texts{"DEFAULT.a=1", "s.b=2"});
  CHECK(content("[x]y]\na=1\n[ p ]\nb=2") == Texts{"x]y.a=1", " p .b=2"});
  CHECK(content("[s]\na=1\n[s]\na=2\n") == Texts{"s.a=1", "s.a=2"});
  CHECK(content("").empty());
  const Tree tree = index_ini("[s]\n");
  CHECK(tree.children(tree.root(0)).size() == 2);
}

TEST_CASE("ini: keys may be quoted, and a dash is numbered", "[vault][ini]") {
  CHECK(content("\"a\" = 1\n`b=c`=2\n\"\"\"d:e\"\"\" = 3\n'f'=4\n") ==
        Texts{"DEFAULT.a=1", "DEFAULT.b=c=2", "DEFAULT.d:e=3", "DEFAULT.'f'=4"});
  CHECK(content("-=a\n-=b\n[s]\n- = c\n") == Texts{"DEFAULT.#1=a", "DEFAULT.#2=b", "s.#1=c"});
}

TEST_CASE("ini: comment lines in a row are one comment of what follows", "[vault][ini]") {
  CHECK(content("; top\n# more\n[s]\n;; a\na=1\n") == Texts{"s.a=1", "s#top\n# more", "s#a"});
  CHECK(content("; x\n\n\n; y\na=1\n") == Texts{"DEFAULT.a=1", "DEFAULT#x\n\t\n\t\n; y"});
  CHECK(content(";\n; x\na=1") == Texts{"DEFAULT.a=1", "DEFAULT#\t\n; x"});
  CHECK(content("[s] ; beside\na=1 # and\n; end") == Texts{"s.a=1", "s#beside", "s#and", "s#end"});
}

TEST_CASE("ini: a key's comment stands before the next key, as in sops", "[vault][ini]") {
  const Tree tree = index_ini("; s\n[s]\n; a\na=1\n; b\nb=2\n; t\n[t]\n");
  REQUIRE(tree.comments().size() == 4);
  const NodeId section = tree.children(tree.root(0)).at(1);
  const std::vector<NodeId> keys = tree.children(section);
  CHECK(tree.comments()[0].before == keys.at(0));
  CHECK(tree.comments()[1].before == keys.at(1));
  CHECK(tree.comments()[2].before == kNoNode);
  CHECK(tree.comments()[2].owner == section);
  CHECK(tree.key(tree.node(tree.comments()[3].owner)) == "t");
}

TEST_CASE("ini: ciphertexts among comment lines stay apart", "[vault][ini]") {
  const std::string enc = "ENC[AES256_GCM,data:x,iv:y,tag:z,type:comment]";
  CHECK(content("; a\n; " + enc + "\n; b\na=1\n") ==
        Texts{"DEFAULT.a=1", "DEFAULT#a", "DEFAULT#" + enc, "DEFAULT#b"});
}

TEST_CASE("ini: a comment above [sops] belongs to the section before it", "[vault][ini]") {
  const std::string text = test::read_fixture("sops/10-ini.enc.ini");
  const std::size_t block = text.find("[sops]");
  const std::string more = text.substr(0, block) + "; end\n" + text.substr(block);
  const Document document = Document::parse(SecretText(more), Format::Ini);
  CHECK(document.tree().key_path(document.tree().comments().back().owner) == "open_unencrypted");
}

TEST_CASE("ini: what sops refuses or loses is refused", "[vault][ini]") {
  CHECK(refusal("[s\n").starts_with("line 1, column 1: a section without ]"));
  CHECK(refusal("[]\n").starts_with("line 1, column 1: a section without a name"));
  CHECK(refusal("a=1\nhunter2\n") == "line 2, column 1: neither a section, a comment nor KEY =");
  CHECK(refusal("=1\n").starts_with("line 1, column 1: a key without a name"));
  CHECK(refusal("\"\" = 1\n").starts_with("line 1, column 1: a key without a name"));
  CHECK(refusal("\"a = 1\n").starts_with("line 1, column 1: a quote without an end"));
  CHECK(refusal("[s]\na=1\na=2\n") == "line 3, column 1: a key that its section has already");
}

TEST_CASE("ini: both dialects of line feeds hold the armor", "[vault][ini]") {
  for (const char* name : {"sops/10-ini.enc.ini", "sops/28-ini-quoted-metadata.enc.ini"}) {
    const Document document = Document::parse(SecretText(test::read_fixture(name)), Format::Ini);
    const std::string& enc = document.metadata().groups.at(0).age.at(0).enc;
    CHECK(enc.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl"));
    CHECK(enc.ends_with("\n-----END AGE ENCRYPTED FILE-----\n"));
  }
}

TEST_CASE("ini: truncation at each byte is read or refused", "[vault][ini]") {
  for (const char* name : {"sops/25-key-groups-ini.enc.ini", "documents/multiline.ini"}) {
    const std::string text = test::read_fixture(name);
    for (std::size_t size = 0; size < text.size(); ++size) {
      try {
        static_cast<void>(Document::parse(SecretText(text.substr(0, size)), Format::Ini));
      } catch (const Error& error) {
        CHECK(error.code() == Code::Failed);
      }
    }
  }
}

}  // namespace holdfast::vault
