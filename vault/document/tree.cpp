#include "vault/document/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast::vault {

namespace {

bool is_quoted(std::string_view token) {
  return token.size() >= 2 && (token.front() == '"' || token.front() == '\'');
}

std::string_view without_quotes(std::string_view token, std::size_t size = 1) {
  return token.substr(size, token.size() - 2 * size);
}

// How many characters the quotes of a style have at each end.
std::size_t quote_size(Style style) {
  switch (style) {
    case Style::SingleQuoted:
    case Style::DoubleQuoted:
    case Style::BackQuoted:
      return 1;
    case Style::TripleQuoted:
      return 3;
    case Style::Plain:
    case Style::Literal:
    case Style::Folded:
    case Style::Block:
    case Style::Flow:
      break;
  }
  return 0;
}

}  // namespace

std::string_view Tree::key(const Node& node) const {
  if (node.cooked_key != kNotCooked) return cooked_[node.cooked_key].expose();
  const std::string_view token = slice(node.key);
  return is_quoted(token) ? without_quotes(token) : token;
}

std::string_view Tree::value(const Node& node) const {
  if (node.kind != NodeKind::Scalar) return {};
  if (node.cooked_value != kNotCooked) return cooked_[node.cooked_value].expose();
  return without_quotes(slice(node.span), quote_size(node.style));
}

std::string_view Tree::value(const Comment& comment) const {
  return comment.cooked == kNotCooked ? slice(comment.text()) : cooked_[comment.cooked].expose();
}

std::vector<NodeId> Tree::children(NodeId container) const {
  std::vector<NodeId> found;
  const NodeId end = nodes_[container].subtree_end;
  for (NodeId id = container + 1; id < end; id = nodes_[id].subtree_end) found.push_back(id);
  return found;
}

std::optional<NodeId> Tree::member(NodeId map, std::string_view key) const {
  if (nodes_[map].kind != NodeKind::Map) return std::nullopt;
  const NodeId end = nodes_[map].subtree_end;
  for (NodeId id = map + 1; id < end; id = nodes_[id].subtree_end) {
    if (this->key(nodes_[id]) == key) return id;
  }
  return std::nullopt;
}

bool Tree::is_block(NodeId id) const {
  if (gathered_) return id == *gathered_;
  const NodeId parent = nodes_[id].parent;
  return parent != kNoNode && nodes_[parent].parent == kNoNode && key(nodes_[id]) == "sops";
}

std::vector<std::string_view> Tree::path(NodeId id) const {
  std::vector<std::string_view> keys;
  for (; nodes_[id].parent != kNoNode; id = nodes_[id].parent) {
    if (nodes_[nodes_[id].parent].kind == NodeKind::Map) keys.push_back(key(nodes_[id]));
  }
  std::ranges::reverse(keys);
  return keys;
}

std::string Tree::aad(NodeId id) const {
  std::string text;
  for (const std::string_view key : path(id)) {
    text += key;
    text += ':';
  }
  return text.empty() ? ":" : text;
}

std::string Tree::key_path(NodeId id) const {
  std::vector<std::string> parts;
  for (; nodes_[id].parent != kNoNode; id = nodes_[id].parent) {
    const NodeId parent = nodes_[id].parent;
    if (nodes_[parent].kind == NodeKind::Map) {
      const bool at_root = nodes_[parent].parent == kNoNode;
      parts.push_back((at_root ? "" : ".") + std::string(key(nodes_[id])));
    } else {
      std::size_t position = 0;
      for (NodeId before = parent + 1; before < id; before = nodes_[before].subtree_end) ++position;
      parts.push_back(fmt::format("[{}]", position));
    }
  }
  std::ranges::reverse(parts);
  return fmt::format("{}", fmt::join(parts, ""));
}

std::size_t Tree::line_of(std::uint32_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
}

NodeId Tree::add(const Node& node) {
  nodes_.push_back(node);
  return static_cast<NodeId>(nodes_.size() - 1);
}

std::uint32_t Tree::keep(SecretText cooked) {
  cooked_.push_back(std::move(cooked));
  return static_cast<std::uint32_t>(cooked_.size() - 1);
}

}  // namespace holdfast::vault
