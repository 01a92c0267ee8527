#include "vault/stores/yaml_comments.h"

#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/stores/yaml_index.h"

#include <optional>
#include <string>
#include <vector>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

std::vector<std::string> texts(const Tree& tree) {
  std::vector<std::string> found;
  for (const Comment& comment : tree.comments()) found.emplace_back(tree.value(comment));
  return found;
}

std::string owner_path(const Tree& tree, const Comment& comment) {
  return comment.owner == kNoNode ? ":" : tree.aad(comment.owner);
}

// "key or value: where it stands", one for each comment, with the element that follows or lies
// beside it.
std::vector<std::string> befores(const Tree& tree) {
  std::vector<std::string> found;
  for (const Comment& comment : tree.comments()) {
    found.push_back(comment.before == kNoNode ? "-" : tree.key_path(comment.before));
  }
  return found;
}

std::optional<std::string> owner_of(const Tree& tree, const std::string& text) {
  for (const Comment& comment : tree.comments()) {
    if (tree.value(comment) == text) return owner_path(tree, comment);
  }
  return std::nullopt;
}

struct Owners {
  int right = 0;
  int all = 0;

  friend bool operator==(const Owners& one, const Owners& other) = default;
};

Owners count_right_owners(const Json& cases) {
  Owners owners;
  for (const Json& one : cases.items()) {
    const std::string& text = one.at("yaml").text();
    const Tree tree = index_yaml(text);
    for (const Json& comment : one.at("comments").items()) {
      const auto owner = owner_of(tree, comment.at("comment").text());
      ++owners.all;
      if (!owner) continue;
      if (comment.at("aad").is_null() || owner == comment.at("aad").text()) ++owners.right;
    }
  }
  return owners;
}

}  // namespace

// sops drops three of these comments, so that their owner does not matter.
TEST_CASE("yaml_comments: owners are those that sops gives", "[vault][stores]") {
  const Json cases = Json::parse(test::read_fixture("sops/yaml-comments.json"));
  CHECK(cases.items().size() == 321);
  CHECK(count_right_owners(cases) == Owners{389, 389});
}

// The four that are wrong lie between empty lines and three levels of columns.
TEST_CASE("yaml_comments: owners hold in random documents", "[vault][stores]") {
  const Json cases = Json::parse(test::read_fixture("sops/yaml-comments-random.json"));
  CHECK(cases.items().size() == 162);
  CHECK(count_right_owners(cases) == Owners{1085, 1089});
}

TEST_CASE("yaml_comments: a number sign within a scalar begins none", "[vault][stores]") {
  const std::string text =
      "a: x#y\nb: 'x # y'\nc: \"x # y\"\nd: |\n  # x\ne: >-\n  a\n\n  # x\n"
      "f: [a#b, 'c # d']\n? g#h\n: i\nj: plain\n  more#x\n";
  CHECK(texts(index_yaml(text)).empty());
}

TEST_CASE("yaml_comments: one is found at each place that may have it", "[vault][stores]") {
  const std::string text =
      "#1\n%YAML 1.1 #2\n---  #3\na: #4\n  b: | #5\n    text\n  #6\n  c: [ #7\n    x, #8\n  #9\n"
      "  ] #10\nl:\n- #11\n  - x #12\n- &a #13\n  k: !!str #14\n    v #15\n- \"q\" #16\n"
      "? m #17\n: #18\n  n #19\n#20\n... #21\n#22\n";
  std::vector<std::string> expected;
  for (int i = 1; i <= 22; ++i) expected.push_back(std::to_string(i));
  CHECK(texts(index_yaml(text)) == expected);
}

TEST_CASE("yaml_comments: one before a block scalar comes before its header's", "[vault][stores]") {
  CHECK(texts(index_yaml("a: #1\n  | #2\n  x\n#3\n")) == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("yaml_comments: a comment ends before its line break", "[vault][stores]") {
  CHECK(texts(index_yaml("a: 1 # x\r\n# y\r\n")) == std::vector<std::string>{" x", " y"});
  CHECK(texts(index_yaml("a: 1 #")) == std::vector<std::string>{""});
}

TEST_CASE("yaml_comments: own lines are told from inline ones", "[vault][stores]") {
  const std::string text = "\xEF\xBB\xBF# a\nk: 1\t# b\n  # c\n";
  const Tree tree = index_yaml(text);
  REQUIRE(tree.comments().size() == 3);
  CHECK(tree.comments()[0].own_line);
  CHECK_FALSE(tree.comments()[1].own_line);
  CHECK(tree.comments()[2].own_line);
}

TEST_CASE("yaml_comments: what a comment stands before is known", "[vault][stores]") {
  const std::string text =
      "# 1\na: x # 2\n# 3\nb:\n  # 4\n  c: y\n  # 5\nl: # 6\n  # 7\n  - x\n  - y # 8\n# 9\n";
  const Tree tree = index_yaml(text);
  const std::vector<std::string> expected{"a", "a", "b", "b.c", "-", "l", "l[0]", "l[1]", "-"};
  CHECK(befores(tree) == expected);
}

TEST_CASE("yaml_comments: after a top level in flow style they are the root's", "[vault][stores]") {
  CHECK(owner_of(index_yaml("{} # 1\n# 2\n"), " 2") == ":");
  CHECK(owner_of(index_yaml("{a: {b: 1}}\n\n  # 2\n"), " 2") == ":");
}

TEST_CASE("yaml_comments: an alias owns none", "[vault][stores]") {
  const std::string text = "a: &a\n  k: 1\nb:\n  <<: *a\n # 1\n  c: *a # 2\n# 3\n";
  const Tree tree = index_yaml(text);
  CHECK(owner_of(tree, " 1") == "b:");
  CHECK(owner_of(tree, " 2") == "b:");
  CHECK(owner_of(tree, " 3") == ":");
}

TEST_CASE("yaml_comments: they know their document", "[vault][stores]") {
  const std::string text = "# 0\na: 1\n# 0\n---\n# 1\nb: 1\n--- # 2\n# 2\nnull\n# 2\n";
  const Tree tree = index_yaml(text);
  REQUIRE(tree.comments().size() == 6);
  for (const Comment& comment : tree.comments()) {
    CHECK(std::to_string(comment.document) == tree.value(comment).substr(1));
    const NodeId root = tree.root(comment.document);
    if (root == kNoNode) CHECK(comment.owner == kNoNode);
  }
}

TEST_CASE("yaml_comments: the block at the end changes a trailing owner", "[vault][stores]") {
  const std::string text = "a:\n  b: 1\n  # tail\n";
  const std::string longer = text + "sops:\n  mac: x\n";
  CHECK(owner_of(index_yaml(text), " tail") == "a:");
  CHECK(owner_of(index_yaml("a:\n  b: 1\n\n# tail\n"), " tail") == ":");
  CHECK(owner_of(index_yaml(longer), " tail") == "a:");
  CHECK(owner_of(index_yaml(longer + "# end\n"), " end") == ":");
}
