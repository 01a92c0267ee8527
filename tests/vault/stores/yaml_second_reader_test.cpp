// The tree against an independent reader, yaml-cpp.
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/stores/yaml_index.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace holdfast;
using namespace holdfast::vault;

void compare(const Tree& tree, NodeId id, const YAML::Node& other) {
  const Node& node = tree.node(id);
  CAPTURE(tree.key_path(id));
  if (node.kind == NodeKind::Scalar) {
    CHECK(other.IsNull() == (node.type == ScalarType::Null));
    const bool is_decoded = other.Tag() == "tag:yaml.org,2002:binary";
    if (other.IsScalar() && !is_decoded) CHECK(tree.value(node) == other.Scalar());
    return;
  }
  REQUIRE((node.kind == NodeKind::Map ? other.IsMap() : other.IsSequence()));
  const std::vector<NodeId> children = tree.children(id);
  REQUIRE(children.size() == other.size());
  auto element = other.begin();
  for (const NodeId child : children) {
    if (node.kind == NodeKind::Map) CHECK(tree.key(tree.node(child)) == element->first.Scalar());
    compare(tree, child, node.kind == NodeKind::Map ? element->second : *element);
    ++element;
  }
}

void compare_all(const std::string& text) {
  const Tree tree = index_yaml(text);
  const std::vector<YAML::Node> others = YAML::LoadAll(text);
  REQUIRE(tree.documents() == others.size());
  for (std::size_t i = 0; i < others.size(); ++i) {
    REQUIRE(others[i].IsNull() == (tree.root(i) == kNoNode));
    if (tree.root(i) != kNoNode) compare(tree, tree.root(i), others[i]);
  }
}

}  // namespace

TEST_CASE("yaml_second_reader: yaml-cpp reads every fixture alike", "[vault][stores]") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::fixture("sops"))) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path().filename().string());
    compare_all(test::read_fixture("sops" / entry.path().filename()));
    ++count;
  }
  CHECK(count >= 80);
}
