#include "vault/stores/binary_index.h"

#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/json_index.h"

namespace holdfast::vault {

namespace {

bool has(std::string_view text, std::string_view part) noexcept {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

bool claims_encrypted_json(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool object = first != std::string_view::npos && text[first] == '{';
  return object && has(text, "\"sops\"") && has(text, "\"lastmodified\"");
}

Tree index_binary(std::string_view text) {
  if (claims_encrypted_json(text)) return index_json(text);
  if (text.size() > kMaxDocument) throw Error(Code::Failed, "larger than 256 MiB");
  Tree tree(text);
  Node node;
  node.kind = NodeKind::Map;
  node.style = Style::Block;
  node.span = {0, static_cast<std::uint32_t>(text.size())};
  node.subtree_end = 2;
  const NodeId root = tree.add(node);
  node.kind = NodeKind::Scalar;
  node.style = Style::Plain;
  node.parent = root;
  node.cooked_key = tree.keep(SecretText("data"));
  tree.add(node);
  tree.gather_block(kNoNode);
  tree.add_document(root);
  return tree;
}

}  // namespace holdfast::vault
