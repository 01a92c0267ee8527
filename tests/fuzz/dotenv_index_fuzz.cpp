// dotenv into trees: every byte of a line is in its key, value or comment.

#include "src/base/error.h"
#include "vault/document/document.h"
#include "vault/stores/dotenv_index.h"

#include <cstdlib>

using namespace holdfast;
using namespace holdfast::vault;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_node(const Tree& tree, NodeId id) {
  const Node& node = tree.node(id);
  expect(node.subtree_end > id && node.subtree_end <= tree.nodes().size());
  expect(node.span.begin <= node.span.end && node.span.end <= tree.text().size());
  expect((node.parent == kNoNode) == (id == 0));
  if (node.kind != NodeKind::Scalar) return;
  expect(node.key.end + 1 == node.span.begin && tree.text()[node.key.end] == '=');
  expect(node.key.begin == 0 || tree.text()[node.key.begin - 1] == '\n');
  const SecretText token = escape_line_feeds(tree.value(node));
  expect(token.expose() == tree.slice(node.span));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = to_text(ByteView(data, size));
  try {
    const Tree tree = index_dotenv(text);
    for (NodeId id = 0; id < tree.nodes().size(); ++id) check_node(tree, id);
    for (const Comment& comment : tree.comments()) expect(text[comment.span.begin] == '#');
    static_cast<void>(Document::parse(SecretText(text), Format::Dotenv));
  } catch (const Error& error) {
    expect(error.code() == Code::Failed);
  }
  return 0;
}
