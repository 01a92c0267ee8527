// JSON into trees: each string must be written back as itself.

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/stores/json_index.h"
#include "vault/stores/json_scalar.h"

#include <cstdlib>
#include <optional>
#include <string>

using namespace holdfast;
using namespace holdfast::vault;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_node(const Tree& tree, NodeId id) {
  const Node& node = tree.node(id);
  expect(node.span.begin < node.span.end && node.span.end <= tree.text().size());
  expect(node.subtree_end > id && node.subtree_end <= tree.nodes().size());
  expect((node.parent == kNoNode) == (id == 0));
  if (node.kind == NodeKind::Scalar) (void)canonical(node.type, tree.value(node));
}

void check_string(std::string_view value) {
  std::string text = "{\"k\":";
  text += json_string_token(value).expose();
  text += '}';
  const Tree tree = index_json(text);
  expect(tree.value(tree.node(1)) == value);
}

std::optional<Tree> read(std::string_view text) {
  try {
    return index_json(text);
  } catch (const Error& error) {
    expect(error.code() == Code::Failed);
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = to_text(ByteView(data, size));
  const std::optional<Tree> tree = read(text);
  if (!tree) return 0;
  for (NodeId id = 0; id < tree->nodes().size(); ++id) {
    check_node(*tree, id);
    if (tree->node(id).style == Style::DoubleQuoted) check_string(tree->value(tree->node(id)));
  }
  return 0;
}
