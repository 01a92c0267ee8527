#include "vault/document/tree.h"

#include "tests/support/catch.h"
#include "vault/stores/yaml_index.h"

#include <string>

namespace {

using namespace holdfast::vault;

constexpr std::string_view kText =
    "data:\n"
    "  password: x\n"
    "  \"a:b\": y\n"
    "list:\n"
    "  - 1\n"
    "  - - name: n\n"
    "\"\": z\n";

NodeId find(const Tree& tree, std::string_view value) {
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    if (tree.value(tree.node(id)) == value) return id;
  }
  FAIL("no node has the value " << value);
  return kNoNode;
}

}  // namespace

TEST_CASE("tree: additional data joins the keys and leaves out positions", "[vault][document]") {
  const Tree tree = index_yaml(kText);
  CHECK(tree.aad(0) == ":");
  CHECK(tree.aad(find(tree, "x")) == "data:password:");
  CHECK(tree.aad(find(tree, "y")) == "data:a:b:");
  CHECK(tree.aad(find(tree, "1")) == "list:");
  CHECK(tree.aad(find(tree, "n")) == "list:name:");
  CHECK(tree.aad(find(tree, "z")) == ":");
}

TEST_CASE("tree: key paths for people show positions", "[vault][document]") {
  const Tree tree = index_yaml(kText);
  CHECK(tree.key_path(0).empty());
  CHECK(tree.key_path(find(tree, "x")) == "data.password");
  CHECK(tree.key_path(find(tree, "1")) == "list[0]");
  CHECK(tree.key_path(find(tree, "n")) == "list[1][0].name");
}

TEST_CASE("tree: children and members are found in order", "[vault][document]") {
  const Tree tree = index_yaml(kText);
  CHECK(tree.children(0).size() == 3);
  const auto list = tree.member(0, "list");
  REQUIRE(list);
  CHECK(tree.children(*list).size() == 2);
  CHECK(tree.member(0, "password") == std::nullopt);
  CHECK(tree.member(*list, "") == std::nullopt);
}

TEST_CASE("tree: lines count from one", "[vault][document]") {
  const Tree tree = index_yaml(kText);
  CHECK(tree.line_of(0) == 1);
  CHECK(tree.line_of(tree.node(find(tree, "1")).span.begin) == 5);
}

TEST_CASE("tree: a moved tree keeps its cooked texts", "[vault][document]") {
  const std::string text = "a: \"x\\ty\"\nb: |\n  z\n";
  Tree first = index_yaml(text);
  const Tree second = std::move(first);
  CHECK(second.value(second.node(1)) == "x\ty");
  CHECK(second.value(second.node(2)) == "z\n");
}
