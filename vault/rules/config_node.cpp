#include "vault/rules/config_node.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/stores/yaml_index.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <string>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxNodes = 100'000;

// yaml-cpp recurses and shares aliased nodes, so depth and size are bounded before it runs. The
// tree's reader also refuses duplicate keys and anchors that hold themselves.
void refuse_unsafe(std::string_view text) {
  const Tree tree = index_yaml(text);
  const std::vector<Node>& nodes = tree.nodes();
  if (nodes.size() > kMaxNodes)
    throw Error(Code::Failed, fmt::format("more than {} values", kMaxNodes));
  std::vector<std::size_t> depths(nodes.size(), 1);
  for (NodeId id = 0; id < nodes.size(); ++id) {
    if (nodes[id].parent != kNoNode) depths[id] = depths[nodes[id].parent] + 1;
    if (depths[id] > kMaxDepth) {
      throw Error(Code::Failed,
                  fmt::format("line {}: nested deeper than {} levels",
                              tree.line_of(nodes[id].span.begin),
                              kMaxDepth));
    }
  }
}

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

ConfigNode::Kind scalar_kind(const YAML::Node& node) {
  if (node.Tag() != "?") return ConfigNode::Kind::Text;  // yaml-cpp's mark of a plain scalar
  switch (resolve_plain(node.Scalar())) {
    case ScalarType::Null:
      return ConfigNode::Kind::Null;
    case ScalarType::Str:
      return ConfigNode::Kind::Text;
    case ScalarType::Int:
    case ScalarType::Float:
      return ConfigNode::Kind::Number;
    case ScalarType::Bool:
      return ConfigNode::Kind::Bool;
    case ScalarType::Time:
      return ConfigNode::Kind::Time;
  }
  return ConfigNode::Kind::Text;
}

ConfigNode convert(const YAML::Node& node) {  // NOLINT(misc-no-recursion): the depth is bounded
  ConfigNode result;
  result.line = node.Mark().is_null() ? 0 : static_cast<std::size_t>(node.Mark().line) + 1;
  if (node.IsSequence()) {
    result.kind = ConfigNode::Kind::List;
    for (const auto& item : node) result.items.push_back(convert(item));
  } else if (node.IsMap()) {
    result.kind = ConfigNode::Kind::Map;
    for (const auto& member : node) {
      ConfigNode value = convert(member.second);
      value.key = member.first.Scalar();
      value.line = static_cast<std::size_t>(member.first.Mark().line) + 1;
      result.items.push_back(std::move(value));
    }
  } else if (node.IsScalar()) {
    result.kind = scalar_kind(node);
    result.text = node.Scalar();
  }
  return result;
}

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
  refuse_unsafe(text);
  try {
    return convert(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    throw Error(Code::Failed, fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  }
}

}  // namespace holdfast::vault
