#include "vault/operations/value_layout.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/yaml_scalar.h"

#include <optional>

namespace holdfast::vault {

namespace {

SecretText yaml_text(std::string_view value, bool in_flow) {
  ScalarPlace place;
  place.in_flow = in_flow;
  place.single_line = true;
  return yaml_string_token(value, place);
}

// A number of JSON, so that YAML takes it for one of the same type.
std::string yaml_number(const Node& node, std::string_view token) {
  if (node.type == ScalarType::Int) return std::string(token);
  const SecretText text = canonical(node.type, token);
  if (text.expose() == "-0") return "-0.0";  // "-0" is an integer
  std::string spelled = spell_yaml(node.type, text.expose()).value_or("");
  if (resolve_plain(spelled) != node.type) spelled += ".0";
  return spelled;
}

SecretText yaml_scalar(const JsonValue& value, bool in_flow) {
  const Node& node = value.node();
  const std::string_view text = value.tree.value(node);
  if (node.type == ScalarType::Str) return yaml_text(text, in_flow);
  if (node.type != ScalarType::Int && node.type != ScalarType::Float) return SecretText(text);
  return SecretText(yaml_number(node, text));
}

class BlockPrinter {
 public:
  BlockPrinter(const Tree& tree, const TextLayout& layout) : tree_(tree), layout_(layout) {}

  SecretText print(NodeId id, std::uint32_t column) {
    container(id, column);
    return std::move(out_);
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): JSON's reader bounds the depth
  void container(NodeId id, std::uint32_t column) {
    const bool list = tree_.node(id).kind == NodeKind::List;
    bool first = true;
    for (const NodeId child : tree_.children(id)) {
      if (!first) line(column);
      first = false;
      if (list) {
        element({tree_, child}, column);
      } else {
        member({tree_, child}, column);
      }
    }
  }

  void element(const JsonValue& value, std::uint32_t column) {  // NOLINT(misc-no-recursion)
    out_.append("- ");
    if (value.has_elements()) {
      container(value.id, column + 2);
    } else {
      out_.append(block_token(value).expose());
    }
  }

  void member(const JsonValue& value, std::uint32_t column) {  // NOLINT(misc-no-recursion)
    out_.append(block_key(tree_.key(value.node())).expose());
    if (!value.has_elements()) {
      out_.append(' ');
      out_.append(block_token(value).expose());
      return;
    }
    const std::uint32_t inner = column + (value.is_list() ? layout_.list_step : layout_.step);
    line(inner);
    container(value.id, inner);
  }

  void line(std::uint32_t column) {
    out_.append(layout_.line_break);
    out_.append(std::string(column, ' '));
  }

  const Tree& tree_;
  const TextLayout& layout_;
  SecretText out_;
};

class FlowPrinter {
 public:
  FlowPrinter(const Tree& tree, const FlowPlace& place, const TextLayout& layout)
      : tree_(tree), place_(place), layout_(layout) {}

  SecretText print(NodeId id) {
    value({tree_, id}, 0);
    return std::move(out_);
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): JSON's reader bounds the depth
  void value(const JsonValue& value, std::size_t level) {
    if (value.node().kind != NodeKind::Scalar) return collection(value, level);
    const std::string_view text = tree_.value(value.node());
    if (place_.format == Format::Yaml) {
      out_.append(yaml_scalar(value, true).expose());
    } else if (value.node().type == ScalarType::Str) {
      out_.append(json_string_token(text).expose());
    } else {
      out_.append(text);
    }
  }

  void collection(const JsonValue& value, std::size_t level) {  // NOLINT(misc-no-recursion)
    out_.append(value.is_list() ? '[' : '{');
    bool first = true;
    for (const NodeId child : tree_.children(value.id)) {
      if (!first) out_.append(place_.single_line ? ", " : ",");
      first = false;
      line(level + 1);
      if (!value.is_list()) {
        out_.append(flow_key(tree_.key(tree_.node(child)), place_.format).expose());
        out_.append(": ");
      }
      this->value({tree_, child}, level + 1);
    }
    if (!first) line(level);
    out_.append(value.is_list() ? ']' : '}');
  }

  void line(std::size_t level) {
    if (place_.single_line) return;
    out_.append(layout_.line_break);
    out_.append(place_.indent);
    for (std::size_t i = 0; i < level; ++i) out_.append(layout_.indent);
  }

  const Tree& tree_;
  const FlowPlace& place_;
  const TextLayout& layout_;
  SecretText out_;
};

std::uint32_t column_at(std::string_view text, std::uint32_t offset) {
  return offset - line_start(text, offset);
}

// How far the first nested block collection of a kind stands in from its key.
std::optional<std::uint32_t> first_step(const Document& document, NodeKind kind) {
  const Tree& tree = document.tree();
  for (const Node& node : tree.nodes()) {
    const bool nested = node.kind == kind && node.style == Style::Block && !node.aliased &&
                        node.key.size() > 0 && node.span.begin > node.key.end;
    if (!nested) continue;
    const std::uint32_t outer = column_at(tree.text(), node.key.begin);
    const std::uint32_t inner = column_at(tree.text(), node.span.begin);
    const std::uint32_t least = kind == NodeKind::Map ? 1 : 0;
    if (inner >= outer + least && inner <= outer + 8) return inner - outer;
  }
  return std::nullopt;
}

// The blanks before the first member of a JSON text that has lines.
std::optional<std::string> first_indent(const Document& document) {
  const Tree& tree = document.tree();
  if (tree.nodes().size() < 2) return std::nullopt;
  const std::uint32_t first = tree.node(1).key.begin;
  const std::uint32_t start = line_start(tree.text(), first);
  if (start == 0) return std::nullopt;
  return std::string(tree.slice({start, first}));
}

}  // namespace

TextLayout layout_of(const Document& document) {
  TextLayout layout;
  layout.line_break = line_break_of(document.text(), document.format());
  layout.step = first_step(document, NodeKind::Map).value_or(layout.step);
  layout.list_step = first_step(document, NodeKind::List).value_or(layout.step);
  if (document.format() != Format::Yaml) {
    layout.indent = first_indent(document).value_or(layout.indent);
  }
  return layout;
}

SecretText block_lines(const JsonValue& value, std::uint32_t column, const TextLayout& layout) {
  return BlockPrinter(value.tree, layout).print(value.id, column);
}

SecretText block_token(const JsonValue& value) {
  if (value.node().kind == NodeKind::Scalar) return yaml_scalar(value, false);
  return SecretText(value.is_list() ? "[]" : "{}");
}

SecretText block_key(std::string_view key) {
  SecretText token = yaml_text(key, false);
  token.append(':');
  return token;
}

SecretText flow_value(const JsonValue& value, const FlowPlace& place, const TextLayout& layout) {
  return FlowPrinter(value.tree, place, layout).print(value.id);
}

SecretText flow_key(std::string_view key, Format format) {
  return format == Format::Yaml ? yaml_text(key, true) : json_string_token(key);
}

}  // namespace holdfast::vault
