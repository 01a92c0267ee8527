#include "vault/rules/anchors.h"

#include <algorithm>
#include <iterator>

namespace holdfast::vault {

namespace {

// The name in the properties of a node ("&name !!str"); "" without an anchor.
std::string_view anchor_name(std::string_view properties) {
  while (!properties.empty()) {
    const std::size_t first = properties.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    properties.remove_prefix(first);
    const std::string_view word = properties.substr(0, properties.find_first_of(" \t\r\n"));
    if (word.front() == '&') return word.substr(1);
    properties.remove_prefix(word.size());
  }
  return {};
}

}  // namespace

Anchors::Anchors(const Tree& tree) : tree_(tree) {
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    const Node& node = tree.node(id);
    const bool inner = node.parent != kNoNode && tree.node(node.parent).aliased;
    if (node.aliased && !inner) uses_[definition(id)].push_back(id);
    if (node.aliased) continue;
    const std::string_view name = anchor_name(tree.slice(node.properties));
    if (!name.empty()) defined_[name].push_back(id);
  }
}

NodeId Anchors::definition(NodeId id) const {
  const Node& node = tree_.node(id);
  if (!node.aliased) return id;
  const auto found = defined_.find(tree_.slice(node.span).substr(1));
  if (found == defined_.end()) return id;
  const auto after = std::ranges::upper_bound(found->second, id);
  if (after == found->second.begin()) return id;
  const NodeId last = *std::prev(after);
  return tree_.node(last).document == node.document ? last : id;
}

std::vector<NodeId> Anchors::uses(NodeId anchored) const {
  const auto found = uses_.find(anchored);
  return found == uses_.end() ? std::vector<NodeId>{} : found->second;
}

}  // namespace holdfast::vault
