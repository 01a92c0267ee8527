#include "vault/operations/emit.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/document/value_path.h"
#include "vault/operations/leaves.h"
#include "vault/operations/value_text.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/yaml_scalar.h"

#include <fmt/format.h>

#include <vector>

namespace holdfast::vault {

namespace {

constexpr std::uint32_t kYamlIndent = 4;  // what sops writes

// The opened values, found by where they stand.
class ClearTree {
 public:
  ClearTree(const Document& document, const OpenDocument& open)
      : tree(document.tree()), by_node_(tree.nodes().size()), by_comment_(tree.comments().size()) {
    for (const OpenValue& value : open.values) {
      if (value.node != kNoNode) {
        by_node_[value.node] = &value;
      } else {
        by_comment_[value.comment] = &value;
      }
    }
  }

  // nullptr: null.
  [[nodiscard]] const OpenValue* value(NodeId id) const { return by_node_[id]; }
  [[nodiscard]] std::string_view comment(std::size_t index) const {
    const OpenValue* opened = by_comment_[index];
    return opened == nullptr ? tree.value(tree.comments()[index]) : opened->canonical.expose();
  }
  // A list element that stands for a comment, as sops writes encrypted ones.
  [[nodiscard]] bool is_comment(NodeId id) const {
    return by_node_[id] != nullptr && by_node_[id]->type == sops::ValueType::Comment;
  }
  // The elements of a map or list, without comments and the `sops` block.
  [[nodiscard]] std::vector<NodeId> elements(NodeId container) const {
    std::vector<NodeId> result;
    for (const NodeId id : tree.children(container)) {
      if (!is_comment(id) && !is_metadata(tree, id)) result.push_back(id);
    }
    return result;
  }

  const Tree& tree;

 private:
  std::vector<const OpenValue*> by_node_;
  std::vector<const OpenValue*> by_comment_;
};

std::string spelled(const std::optional<std::string>& text) {
  if (text) return *text;
  throw Error(Code::Failed,
              "a value cannot be written in this format: JSON has no infinity and no NaN");
}

class JsonEmitter {
 public:
  explicit JsonEmitter(const ClearTree& clear) : clear_(clear) {}

  [[nodiscard]] SecretText emit(NodeId id) {
    if (id == kNoNode) {
      out_.append("{}");
    } else {
      node(id, 0);
    }
    return std::move(out_);
  }

 private:
  void node(NodeId id, std::size_t level) {
    const Node& node = clear_.tree.node(id);
    if (node.kind == NodeKind::Scalar) return scalar(id);
    const bool map = node.kind == NodeKind::Map;
    const std::vector<NodeId> elements = clear_.elements(id);
    out_.append(map ? '{' : '[');
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (i > 0) out_.append(',');
      line(level + 1);
      if (map) {
        out_.append(json_string_token(clear_.tree.key(clear_.tree.node(elements[i]))).expose());
        out_.append(": ");
      }
      this->node(elements[i], level + 1);
    }
    if (!elements.empty()) line(level);
    out_.append(map ? '}' : ']');
  }

  void scalar(NodeId id) {
    const OpenValue* value = clear_.value(id);
    if (value == nullptr) return out_.append("null");
    const ScalarType type = scalar_type(value->type);
    if (type == ScalarType::Str || type == ScalarType::Time) {
      return out_.append(json_string_token(value->canonical.expose()).expose());
    }
    out_.append(spelled(spell_json(type, value->canonical.expose())));
  }

  void line(std::size_t level) {
    out_.append('\n');
    out_.append(std::string(level, '\t'));
  }

  const ClearTree& clear_;
  SecretText out_;
};

class YamlEmitter {
 public:
  explicit YamlEmitter(const ClearTree& clear) : clear_(clear) {}

  // A whole document, or the subtree of one value, from column 0.
  [[nodiscard]] SecretText emit(NodeId id) {
    if (id == kNoNode || (is_container(id) && clear_.elements(id).empty())) {
      out_.append(id != kNoNode && clear_.tree.node(id).kind == NodeKind::List ? "[]\n" : "{}\n");
    } else if (is_container(id)) {
      block(id, 0);
    } else {
      scalar(id, 0);
      out_.append('\n');
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_container(NodeId id) const {
    return clear_.tree.node(id).kind != NodeKind::Scalar;
  }

  void block(NodeId container, std::uint32_t indent) {
    const bool map = clear_.tree.node(container).kind == NodeKind::Map;
    for (const NodeId id : clear_.elements(container)) {
      comments(container, id, indent);
      element(id, map, indent);
    }
    comments(container, kNoNode, indent);
  }

  void element(NodeId id, bool in_map, std::uint32_t indent) {
    out_.append(std::string(indent, ' '));
    out_.append(in_map ? yaml_key_as_sops(clear_.tree.key(clear_.tree.node(id))).expose() : "-");
    if (in_map) out_.append(':');
    if (!is_container(id)) {
      out_.append(' ');
      scalar(id, indent + kYamlIndent);
      if (!out_.expose().ends_with('\n')) out_.append('\n');
    } else if (clear_.elements(id).empty()) {
      out_.append(clear_.tree.node(id).kind == NodeKind::Map ? " {}\n" : " []\n");
    } else {
      out_.append('\n');
      block(id, indent + kYamlIndent);
    }
  }

  void comments(NodeId owner, NodeId before, std::uint32_t indent) {
    for (std::size_t i = 0; i < clear_.tree.comments().size(); ++i) {
      const Comment& comment = clear_.tree.comments()[i];
      if (comment.owner != owner || comment.before != before) continue;
      out_.append(std::string(indent, ' '));
      out_.append('#');
      out_.append(clear_.comment(i));
      out_.append('\n');
    }
  }

  void scalar(NodeId id, std::uint32_t indent) {
    const OpenValue* value = clear_.value(id);
    if (value == nullptr) return out_.append("null");
    const ScalarType type = scalar_type(value->type);
    if (type == ScalarType::Str) {
      return out_.append(yaml_value_as_sops(value->canonical.expose(), indent).expose());
    }
    out_.append(spelled(spell_yaml(type, value->canonical.expose())));
  }

  const ClearTree& clear_;
  SecretText out_;
};

SecretText emit_node(const ClearTree& clear, NodeId id, Format output) {
  if (output == Format::Json) return JsonEmitter(clear).emit(id);
  if (output == Format::Yaml) return YamlEmitter(clear).emit(id);
  throw Error(Code::Failed, fmt::format("output as {} is not supported yet", format_name(output)))
      .hint("yaml or json");
}

NodeId descend(const ClearTree& clear, NodeId from, const PathStep& step) {
  const Node& node = clear.tree.node(from);
  const bool fits = node.kind == (step.position ? NodeKind::List : NodeKind::Map);
  if (fits) {
    const std::vector<NodeId> elements = clear.elements(from);
    if (step.position && *step.position < elements.size()) return elements[*step.position];
    for (const NodeId id : elements) {
      if (!step.position && clear.tree.key(clear.tree.node(id)) == step.key) return id;
    }
  }
  Error error(Code::Failed, "nothing is there");
  error.at_key(step.position ? fmt::format("[{}]", *step.position) : step.key);
  throw error;
}

}  // namespace

SecretText emit_document(const Document& document, const OpenDocument& open, Format output) {
  const ClearTree clear(document, open);
  const Tree& tree = clear.tree;
  if (output == Format::Json) {
    SecretText json = emit_node(clear, tree.documents() == 0 ? kNoNode : tree.root(0), output);
    json.append('\n');
    return json;
  }
  SecretText text;
  for (std::size_t i = 0; i < tree.documents(); ++i) {
    if (i > 0) text.append("---\n");
    text.append(emit_node(clear, tree.root(i), output).expose());
  }
  return text;
}

SecretText extract_value(const Document& document,
                         const OpenDocument& open,
                         std::string_view path,
                         Format output) {
  const ValuePath steps = parse_value_path(path);
  if (steps.empty()) return emit_document(document, open, output);
  const ClearTree clear(document, open);
  NodeId at = clear.tree.documents() == 0 ? kNoNode : clear.tree.root(0);
  for (const PathStep& step : steps) {
    if (at == kNoNode) throw Error(Code::Failed, "the document is empty");
    at = descend(clear, at, step);
  }
  const OpenValue* value = clear.value(at);
  if (value != nullptr && scalar_type(value->type) == ScalarType::Str) {
    return value->canonical.clone();
  }
  SecretText text = emit_node(clear, at, output);
  if (output == Format::Json && clear.tree.node(at).kind != NodeKind::Scalar) text.append('\n');
  return text;
}

}  // namespace holdfast::vault
