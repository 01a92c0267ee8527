// YAML into trees: whatever is read must lie within the text, be well nested, and have strings that
// can be written back.

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/stores/yaml_index.h"
#include "vault/stores/yaml_scalar.h"

#include <cstdlib>
#include <optional>
#include <string>

using namespace holdfast;
using namespace holdfast::vault;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_span(const Tree& tree, Span span) {
  expect(span.begin <= span.end && span.end <= tree.text().size());
}

void check_node(const Tree& tree, NodeId id) {
  const Node& node = tree.node(id);
  check_span(tree, node.span);
  check_span(tree, node.key);
  check_span(tree, node.properties);
  expect(node.subtree_end > id && node.subtree_end <= tree.nodes().size());
  if (node.parent == kNoNode) {
    expect(tree.root(node.document) == id);
  } else {
    expect(node.parent < id && node.subtree_end <= tree.node(node.parent).subtree_end);
  }
  (void)tree.key(node);
  if (node.kind == NodeKind::Scalar) (void)canonical(node.type, tree.value(node));
}

void check_comment(const Tree& tree, const Comment& comment) {
  check_span(tree, comment.span);
  expect(tree.text()[comment.span.begin] == '#');
  expect(comment.owner == kNoNode || tree.node(comment.owner).kind != NodeKind::Scalar);
  expect(comment.before == kNoNode || tree.node(comment.before).parent == comment.owner);
}

// Writing any string of the text anew must give the same string.
void check_token(std::string_view value, Style style) {
  ScalarPlace place;
  place.wanted = style;
  place.header = style == Style::Folded ? ">" : "|";
  place.indent = place.step = 2;
  std::string text = "k: ";
  text += yaml_string_token(value, place).expose();
  if (!text.ends_with('\n')) text += '\n';
  text += "z: 1\n";
  const Tree tree = index_yaml(text);
  expect(tree.nodes().size() == 3 && tree.value(tree.node(1)) == value);
  expect(tree.node(1).type == ScalarType::Str);
}

std::optional<Tree> read(std::string_view text) {
  try {
    return index_yaml(text);
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
  for (NodeId id = 0; id < tree->nodes().size(); ++id) check_node(*tree, id);
  for (const Comment& comment : tree->comments()) check_comment(*tree, comment);
  for (NodeId id = 0; id < tree->nodes().size() && id < 20; ++id) {
    const Node& node = tree->node(id);
    if (node.kind == NodeKind::Scalar) check_token(tree->value(node), node.style);
  }
  return 0;
}
