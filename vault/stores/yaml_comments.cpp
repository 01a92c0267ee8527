#include "vault/stores/yaml_comments.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

std::uint32_t place_of(const Node& node) {
  return node.key.size() > 0 ? node.key.begin : node.span.begin;
}

}  // namespace

void own_comments(const Tree& tree, std::vector<Comment>& comments) {
  NodeId next = 0;
  const auto& nodes = tree.nodes();
  for (Comment& comment : comments) {
    while (next < nodes.size() && place_of(nodes[next]) < comment.span.begin) ++next;
    const std::string_view before = tree.text().substr(0, comment.span.begin);
    const std::size_t line = before.rfind('\n') + 1;
    comment.own_line = before.find_first_not_of(" \t", line) == std::string_view::npos;
    const NodeId beside = comment.own_line || next == 0 ? next : next - 1;
    if (beside >= nodes.size()) continue;
    comment.owner = nodes[beside].parent;
    comment.before = beside;
  }
}

}  // namespace holdfast::vault
