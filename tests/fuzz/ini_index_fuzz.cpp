// INI into trees: each value must be written back as itself, where it can be written at all.

#include "src/base/error.h"
#include "vault/document/document.h"
#include "vault/stores/ini_index.h"
#include "vault/stores/ini_value.h"

#include <cstdlib>
#include <optional>

using namespace holdfast;
using namespace holdfast::vault;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

std::optional<Tree> read(std::string_view text) {
  try {
    return index_ini(text);
  } catch (const Error& error) {
    expect(error.code() == Code::Failed);
    return std::nullopt;
  }
}

void check_value(std::string_view value, Style style) {
  std::string text = "[s]\nk = ";
  try {
    text += ini_value_token(value, style).expose();
  } catch (const Error& error) {
    expect(error.code() == Code::Failed);
    return;
  }
  text += "\nnext = 1\n";
  const Tree tree = index_ini(text);
  expect(tree.nodes().size() == 5);
  expect(tree.value(tree.node(3)) == value);
}

void check_node(const Tree& tree, NodeId id) {
  const Node& node = tree.node(id);
  expect(node.subtree_end > id && node.subtree_end <= tree.nodes().size());
  expect(node.span.begin <= node.span.end && node.span.end <= tree.text().size());
  expect((node.parent == kNoNode) == (id == 0));
  if (node.kind != NodeKind::Scalar) return;
  expect(node.key.end < node.span.begin + 1);
  check_value(tree.value(node), node.style);
}

void check_comment(const Tree& tree, const Comment& comment) {
  expect(comment.span.begin < comment.text_begin && comment.text_begin <= comment.span.end);
  expect(comment.span.end <= tree.text().size());
  expect(comment.owner < tree.nodes().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = to_text(ByteView(data, size));
  const std::optional<Tree> tree = read(text);
  if (!tree) return 0;
  for (NodeId id = 0; id < tree->nodes().size(); ++id) check_node(*tree, id);
  for (const Comment& comment : tree->comments()) check_comment(*tree, comment);
  return 0;
}
