#include "vault/operations/emit.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/document/value_path.h"
#include "vault/operations/binary_content.h"
#include "vault/operations/leaves.h"
#include "vault/operations/value_text.h"
#include "vault/stores/dotenv_index.h"
#include "vault/stores/ini_comment.h"
#include "vault/stores/ini_value.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/yaml_scalar.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <utility>
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
    for (std::size_t i = 0; i < tree.comments().size(); ++i) {
      const Comment& comment = tree.comments()[i];
      places_[{comment.owner, comment.before}].push_back(i);
    }
  }

  // nullptr: null.
  [[nodiscard]] const OpenValue* value(NodeId id) const { return by_node_[id]; }
  // The texts of the comments that `owner` has before one of its elements; kNoNode: after the last.
  [[nodiscard]] std::vector<std::string_view> comments(NodeId owner, NodeId before) const {
    std::vector<std::string_view> texts;
    const auto found = places_.find({owner, before});
    if (found == places_.end()) return texts;
    for (const std::size_t index : found->second) {
      const OpenValue* opened = by_comment_[index];
      texts.push_back(opened == nullptr ? tree.value(tree.comments()[index])
                                        : opened->canonical.expose());
    }
    return texts;
  }
  // A list element that stands for a comment, as sops writes encrypted ones.
  [[nodiscard]] bool is_comment(NodeId id) const {
    return by_node_[id] != nullptr && by_node_[id]->type == sops::ValueType::Comment;
  }
  // The elements of a map or list, without comments and the `sops` block.
  [[nodiscard]] std::vector<NodeId> elements(NodeId container) const {
    std::vector<NodeId> result;
    for (const NodeId id : tree.children(container)) {
      if (!is_comment(id) && !tree.is_block(id)) result.push_back(id);
    }
    return result;
  }

  const Tree& tree;

 private:
  std::vector<const OpenValue*> by_node_;
  std::vector<const OpenValue*> by_comment_;
  std::map<std::pair<NodeId, NodeId>, std::vector<std::size_t>> places_;  // owner, before
};

std::string spelled(const std::optional<std::string>& text) {
  if (text) return *text;
  throw Error(Code::Failed,
              "a value cannot be written in this format: JSON has no infinity and no NaN");
}

// A comment's lines, each with a '#'.
void append_comment(SecretText& out, std::string_view text, std::string_view indent) {
  while (true) {
    const std::size_t end = text.find('\n');
    out.append(indent);
    out.append('#');
    out.append(text.substr(0, end));
    out.append('\n');
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

// A scalar's text where all is text; null is the empty one.
SecretText flat_value(const ClearTree& clear, NodeId id) {
  const OpenValue* value = clear.value(id);
  if (value == nullptr) return {};
  const ScalarType type = scalar_type(value->type);
  if (type == ScalarType::Str) return value->canonical.clone();
  return SecretText(spelled(spell_flat(type, value->canonical.expose())));
}

Error cannot_hold(const ClearTree& clear, NodeId id, Format output, std::string_view what) {
  Error error(Code::Failed, fmt::format("{} cannot hold {}", format_name(output), what));
  error.at_key(clear.tree.key_path(id));
  error.hint("choose another --output-type: yaml or json");
  return error;
}

class DotenvEmitter {
 public:
  explicit DotenvEmitter(const ClearTree& clear) : clear_(clear) {}

  [[nodiscard]] SecretText emit(NodeId root) {
    for (const NodeId id : clear_.elements(root)) {
      comments(root, id);
      if (clear_.tree.node(id).kind != NodeKind::Scalar) {
        throw cannot_hold(clear_, id, Format::Dotenv, "a list or a map");
      }
      out_.append(clear_.tree.key(clear_.tree.node(id)));
      out_.append('=');
      out_.append(escape_line_feeds(flat_value(clear_, id).expose()).expose());
      out_.append('\n');
    }
    comments(root, kNoNode);
    return std::move(out_);
  }

 private:
  void comments(NodeId owner, NodeId before) {
    for (const std::string_view text : clear_.comments(owner, before)) {
      append_comment(out_, text, "");
    }
  }

  const ClearTree& clear_;
  SecretText out_;
};

class IniEmitter {
 public:
  explicit IniEmitter(const ClearTree& clear) : clear_(clear) {}

  [[nodiscard]] SecretText emit(NodeId root) {
    bool first = true;
    for (const NodeId id : clear_.elements(root)) {
      const std::string_view name = clear_.tree.key(clear_.tree.node(id));
      if (clear_.tree.node(id).kind != NodeKind::Map) {
        throw cannot_hold(clear_, id, Format::Ini, "anything but maps at the top");
      }
      const bool has_header = !first || name != "DEFAULT";
      first = false;
      if (!has_header && clear_.elements(id).empty()) continue;
      if (!out_.empty()) out_.append('\n');
      comments(root, id);
      if (has_header) out_.append(fmt::format("[{}]\n", name));
      section(id);
    }
    comments(root, kNoNode);
    return std::move(out_);
  }

 private:
  void section(NodeId section) {
    const std::vector<NodeId> elements = clear_.elements(section);
    std::size_t width = 0;
    for (const NodeId id : elements) width = std::max(width, key_token(id).size());
    for (const NodeId id : elements) {
      comments(section, id);
      if (clear_.tree.node(id).kind != NodeKind::Scalar) {
        throw cannot_hold(clear_, id, Format::Ini, "a list or a map in a section");
      }
      out_.append(fmt::format("{:<{}} = ", key_token(id), width));
      out_.append(ini_value_token(flat_value(clear_, id).expose(), Style::Plain).expose());
      out_.append('\n');
    }
    comments(section, kNoNode);
  }

  [[nodiscard]] std::string key_token(NodeId id) const {
    const std::string key(clear_.tree.key(clear_.tree.node(id)));
    const bool marked = !key.empty() && std::string_view("#;[").find(key[0]) != std::string::npos;
    if (marked || key.find_first_of("\"=:") != std::string::npos) return "`" + key + "`";
    return key.find('`') == std::string::npos ? key : "\"\"\"" + key + "\"\"\"";
  }

  void comments(NodeId owner, NodeId before) {
    for (const std::string_view text : clear_.comments(owner, before)) {
      out_.append("; ");
      out_.append(ini_comment_lines(text, "", "\n").expose());
      out_.append('\n');
    }
  }

  const ClearTree& clear_;
  SecretText out_;
};

// Each value by its path.
std::vector<SecretText> leaves_of(const Tree& tree,
                                  const std::function<SecretText(NodeId)>& text_of) {
  std::vector<SecretText> leaves;
  for_each_leaf(tree, [&](NodeId id, std::string_view aad) {
    SecretText& leaf = leaves.emplace_back(aad);
    leaf.append(text_of(id).expose());
  });
  return leaves;
}

// Keys and values that the format would take for something else are found by reading the text.
void require_readable(const ClearTree& clear, const SecretText& text, Format output) {
  const Document read = Document::parse(text.clone(), output);
  const Tree& tree = read.tree();
  const auto meant = leaves_of(clear.tree, [&](NodeId id) { return flat_value(clear, id); });
  const auto found =
      leaves_of(tree, [&](NodeId id) { return SecretText(tree.value(tree.node(id))); });
  const bool same = std::ranges::equal(meant, found, {}, &SecretText::expose, &SecretText::expose);
  if (same && !read.is_encrypted()) return;
  throw Error(Code::Failed,
              fmt::format("{} cannot hold one of its keys or values", format_name(output)))
      .hint("choose another --output-type: yaml or json");
}

SecretText emit_flat(const ClearTree& clear, Format output) {
  const Tree& tree = clear.tree;
  if (tree.documents() > 1) {
    throw Error(Code::Failed, fmt::format("{} cannot hold several documents", format_name(output)));
  }
  const NodeId root = tree.documents() == 0 ? kNoNode : tree.root(0);
  if (root == kNoNode) return {};
  SecretText text =
      output == Format::Dotenv ? DotenvEmitter(clear).emit(root) : IniEmitter(clear).emit(root);
  require_readable(clear, text, output);
  return text;
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
      scalar(id, indent);
      if (!out_.expose().ends_with('\n')) out_.append('\n');
    } else if (clear_.elements(id).empty()) {
      out_.append(clear_.tree.node(id).kind == NodeKind::Map ? " {}\n" : " []\n");
    } else {
      out_.append('\n');
      block(id, indent + kYamlIndent);
    }
  }

  void comments(NodeId owner, NodeId before, std::uint32_t indent) {
    for (const std::string_view text : clear_.comments(owner, before)) {
      append_comment(out_, text, std::string(indent, ' '));
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
  if (clear.tree.node(id).kind == NodeKind::Scalar) return flat_value(clear, id);
  throw cannot_hold(clear, id, output, "a part of a document");
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
  if (output == Format::Binary) return binary_content(document, open);
  const ClearTree clear(document, open);
  const Tree& tree = clear.tree;
  if (is_flat(output)) return emit_flat(clear, output);
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

Document convert_plain(const Document& plain, Format output) {
  OpenDocument open;
  for_each_leaf(plain.tree(), [&](NodeId id, std::string_view /*aad*/) {
    const Node& node = plain.tree().node(id);
    if (node.type == ScalarType::Null) return;
    OpenValue& value = open.values.emplace_back();
    value.node = id;
    value.type = value_type(node.type);
    value.canonical = canonical(node.type, plain.tree().value(node));
  });
  return Document::parse(emit_document(plain, open, output), output);
}

}  // namespace holdfast::vault
