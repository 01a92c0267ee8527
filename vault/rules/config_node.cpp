#include "vault/rules/config_node.h"

#include "src/base/error.h"
#include "vault/stores/yaml_index.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxNodes = 100'000;

// A text of nothing but comments is an empty configuration, though it is no document.
bool has_content(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') return true;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return false;
}

// Turns the nodes of a tree into values.
class Converter {
 public:
  explicit Converter(const Tree& tree) : tree_(tree), line_starts_{0} {
    if (tree.nodes().size() > kMaxNodes)
      throw Error(Code::Failed, fmt::format("more than {} values", kMaxNodes));
    for (std::size_t feed = tree.text().find('\n'); feed != std::string_view::npos;
         feed = tree.text().find('\n', feed + 1)) {
      line_starts_.push_back(feed + 1);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): the depth is bounded
  [[nodiscard]] ConfigNode convert(NodeId id, std::size_t depth) const {
    const Node& node = tree_.node(id);
    ConfigNode result;
    result.kind = kind_of(node.kind);
    result.type = node.type;
    result.key = tree_.key(node);
    result.text = tree_.value(node);
    result.line = line_of(node.key.size() != 0 ? node.key.begin : node.span.begin);
    if (depth > kMaxDepth) {
      throw Error(Code::Failed,
                  fmt::format("line {}: nested deeper than {} levels", result.line, kMaxDepth));
    }
    if (node.kind == NodeKind::Scalar) return result;
    for (const NodeId child : tree_.children(id)) {
      result.items.push_back(convert(child, depth + 1));
    }
    return result;
  }

 private:
  static ConfigNode::Kind kind_of(NodeKind kind) {
    switch (kind) {
      case NodeKind::Map:
        return ConfigNode::Kind::Map;
      case NodeKind::List:
        return ConfigNode::Kind::List;
      case NodeKind::Scalar:
        break;
    }
    return ConfigNode::Kind::Scalar;
  }

  [[nodiscard]] std::size_t line_of(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(line_starts_, offset);
    return static_cast<std::size_t>(after - line_starts_.begin());
  }

  const Tree& tree_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace

const ConfigNode* ConfigNode::find(std::string_view name) const {  // NOLINT(misc-no-recursion)
  if (kind != Kind::Map) return nullptr;
  const auto own = std::ranges::find(items, name, &ConfigNode::key);
  if (own != items.end()) return &*own;
  const auto merge = std::ranges::find(items, "<<", &ConfigNode::key);
  if (merge == items.end()) return nullptr;
  if (merge->kind == Kind::Map) return merge->find(name);
  for (const ConfigNode& each : merge->items) {
    if (const ConfigNode* found = each.find(name)) return found;
  }
  return nullptr;
}

ConfigNode read_config(std::string_view text) {
  if (text.size() > kMaxConfig) throw Error(Code::Failed, "larger than 1 MiB");
  if (!has_content(text)) return {};
  const Tree tree = index_yaml(text);
  if (tree.documents() == 0 || tree.root(0) == kNoNode) return {};
  return Converter(tree).convert(tree.root(0), 1);
}

}  // namespace holdfast::vault
