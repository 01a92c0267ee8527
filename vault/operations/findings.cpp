#include "crypto/sops/encrypted_value.h"
#include "vault/operations/leaves.h"
#include "vault/operations/rewrite.h"

namespace holdfast::vault {

namespace {

bool could_be_secret(const Tree& tree, const Node& node) {
  return node.type != ScalarType::Null && !tree.value(node).empty();
}

}  // namespace

std::vector<std::string> clear_values(const Document& document) {
  constexpr std::size_t kMost = 100;  // enough to act upon; each path costs a walk over its lists
  const Tree& tree = document.tree();
  const SelectedNodes selected(tree, document.metadata().selection);
  std::vector<std::string> found;
  for_each_leaf(tree, [&](NodeId id, std::string_view /*aad*/) {
    const Node& node = tree.node(id);
    if (found.size() == kMost || !selected.node(id) || !could_be_secret(tree, node)) return;
    if (!sops::looks_encrypted(tree.value(node))) found.push_back(tree.key_path(id));
  });
  return found;
}

bool encrypts_nothing(const Document& document) {
  const Tree& tree = document.tree();
  bool any_value = false;
  bool any_encrypted = false;
  for_each_leaf(tree, [&](NodeId id, std::string_view /*aad*/) {
    const Node& node = tree.node(id);
    if (!could_be_secret(tree, node)) return;
    any_value = true;
    any_encrypted = any_encrypted || sops::looks_encrypted(tree.value(node));
  });
  return document.is_encrypted() && any_value && !any_encrypted;
}

}  // namespace holdfast::vault
