#include "vault/stores/flat_block.h"

#include "tests/support/catch.h"
#include "vault/stores/dotenv_index.h"

namespace holdfast::vault {

namespace {

// The block of dotenv text as "path=value", in the order of the tree.
std::vector<std::string> block(const std::string& text) {
  const Tree tree = index_dotenv(text);
  std::vector<std::string> found;
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    const Node& node = tree.node(id);
    CHECK(node.subtree_end > id);
    if (node.kind != NodeKind::Scalar) continue;
    found.push_back(tree.key_path(id) + "=" + std::string(tree.value(node)));
    const std::string line = "sops_" + flat_name(tree, id) + "=";
    CHECK(text.find(line) != std::string::npos);
  }
  return found;
}

std::string refusal(const std::string& text) {
  return std::string(test::error_of([&] { index_dotenv(text); }).what());
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("flat_block: names become maps and lists", "[vault][flat]") {
  CHECK(block("sops_b=1\nsops_a__map_y=2\nsops_a__map_x=3\n") ==
        Texts{"sops.a.x=3", "sops.a.y=2", "sops.b=1"});
  CHECK(block("sops_l__list_1=b\nsops_l__list_0=a\n") == Texts{"sops.l[0]=a", "sops.l[1]=b"});
  CHECK(block("sops_l__list_0__map_k__map_c=1\nsops_l__list_1__map_k=2\n") ==
        Texts{"sops.l[0].k.c=1", "sops.l[1].k=2"});
  CHECK(block("sops_a__list_0__list_0=1\nsops_a__list_0__list_1=2\n") ==
        Texts{"sops.a[0][0]=1", "sops.a[0][1]=2"});
}

TEST_CASE("flat_block: positions are numbers, not words", "[vault][flat]") {
  std::string text;
  for (int at = 11; at >= 0; --at) {
    text += "sops_l__list_" + std::to_string(at) + "=" + std::to_string(at) + "\n";
  }
  const Texts all = block(text);
  REQUIRE(all.size() == 12);
  CHECK(all[2] == "sops.l[2]=2");
  CHECK(all[11] == "sops.l[11]=11");
}

TEST_CASE("flat_block: what makes no tree is refused with its line", "[vault][flat]") {
  CHECK(refusal("sops_a=1\nsops_a=2\n") == "line 2, column 1: a name for the second time");
  CHECK(refusal("sops_a=1\nsops_a__map_b=2\n") ==
        "line 2, column 1: a value that is a collection as well");
  CHECK(refusal("sops_a__map_b=1\nsops_a__list_0=2\n") ==
        "line 2, column 1: a list that is a mapping as well");
  CHECK(refusal("sops_a__list_0=1\nsops_a__list_2=2\n") == "line 2, column 1: a hole in a list");
  CHECK(refusal("sops_a__list_1=1\n") == "line 1, column 1: a list without its first element");
  CHECK(refusal("sops_a__list_x=1\n") == "line 1, column 1: no position in a list");
  CHECK(refusal("sops_a__list_00=1\n") == "line 1, column 1: no position in a list");
  CHECK(refusal("sops_a__list_99999999999=1\n") == "line 1, column 1: no position in a list");
}

TEST_CASE("flat_block: a deep name is refused", "[vault][flat]") {
  std::string name = "sops_a";
  for (int level = 0; level < 100000; ++level) name += "__map_a";
  CHECK(refusal(name + "=1\n") == "line 1, column 1: a name of more than 32 levels");
}

}  // namespace holdfast::vault
