#include "vault/operations/value_placement.h"

#include "src/base/error.h"
#include "vault/operations/flat_placement.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/yaml_spans.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace holdfast::vault {

namespace {

Error odd_layout() {
  return Error(Code::Refused, "it is laid out so oddly that nothing can be put there")
      .hint("change it with `holdfast edit`");
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::string padding(std::uint32_t columns) { return std::string(columns, ' '); }

// The elements of a container without a `sops` block.
std::vector<NodeId> elements_of(const Tree& tree, NodeId container) {
  std::vector<NodeId> elements = tree.children(container);
  std::erase_if(elements, [&](NodeId id) { return tree.is_block(id); });
  return elements;
}

}  // namespace

ValuePlacement::ValuePlacement(const Document& document)
    : document_(document),
      tree_(document.tree()),
      text_(document.text()),
      layout_(vault::layout_of(document)) {}

bool ValuePlacement::in_block(NodeId element) const {
  return tree_.node(tree_.node(element).parent).style == Style::Block;
}

bool ValuePlacement::in_list(NodeId element) const {
  return tree_.node(tree_.node(element).parent).kind == NodeKind::List;
}

std::uint32_t ValuePlacement::column(std::uint32_t offset) const {
  const std::uint32_t start = line_start(text_, offset);
  const bool bom = start == 0 && text_.starts_with("\xEF\xBB\xBF");
  return offset - start - (bom ? 3 : 0);
}

std::uint32_t ValuePlacement::inner_column(std::uint32_t outer,
                                           bool outer_is_list,
                                           const JsonValue& value) const {
  if (outer_is_list) return outer + 2;  // after the dash and a blank
  return outer + (value.is_list() ? layout_.list_step : layout_.step);
}

// Of a map its key, of a list its dash.
std::uint32_t ValuePlacement::entry_begin(NodeId element) const {
  if (!in_list(element)) return tree_.node(element).key.begin;
  const NodeId list = tree_.node(element).parent;
  std::uint32_t from = tree_.node(list).span.begin;
  for (const NodeId child : tree_.children(list)) {
    if (child == element) break;
    from = subtree_text_end(child);
  }
  const std::uint32_t dash = skip_separation(text_, from);
  if (dash >= text_.size() || text_[dash] != '-') throw odd_layout();
  return dash;
}

// After the colon or dash.
std::uint32_t ValuePlacement::slot_begin(NodeId element) const {
  if (in_list(element)) return entry_begin(element) + 1;
  const std::size_t colon = text_.find_first_not_of(" \t", tree_.node(element).key.end);
  if (colon == std::string_view::npos || text_[colon] != ':') throw odd_layout();
  return static_cast<std::uint32_t>(colon + 1);
}

// With its anchor and tag; where there is no value, after the colon or dash.
std::uint32_t ValuePlacement::value_begin(NodeId element) const {
  const Node& node = tree_.node(element);
  if (node.properties.size() > 0) return node.properties.begin;
  return node.span.size() > 0 ? node.span.begin : slot_begin(element);
}

std::uint32_t ValuePlacement::subtree_text_end(NodeId element) const {
  std::uint32_t end = 0;
  for (NodeId id = element; id < tree_.node(element).subtree_end; ++id) {
    const Node& node = tree_.node(id);
    if (id == element || !node.aliased) end = std::max({end, node.key.end, node.span.end});
  }
  return tree_.node(element).span.size() > 0 ? end : std::max(end, value_begin(element));
}

std::uint32_t ValuePlacement::line_after(std::uint32_t end) const {
  return end > 0 && text_[end - 1] == '\n' ? end : next_line(text_, end);
}

std::vector<Splice> ValuePlacement::replace(NodeId old, const JsonValue& value) const {
  if (is_flat(document_.format())) return replace_flat(document_, old, value);
  if (!in_block(old)) return replace_in_flow(old, value);
  const Node& node = tree_.node(old);
  const bool scalars = node.kind == NodeKind::Scalar && value.node().kind == NodeKind::Scalar;
  return scalars && node.span.size() > 0 ? replace_scalar_token(old, value)
                                         : replace_in_block(old, value);
}

// A scalar for a scalar: in its own style, comments beside it kept.
std::vector<Splice> ValuePlacement::replace_scalar_token(NodeId old, const JsonValue& value) const {
  const Node& node = tree_.node(old);
  SecretText token;
  if (value.node().type == ScalarType::Str) {
    token = text_token(document_.format(),
                       value.tree.value(value.node()),
                       place_of(tree_, node, layout_.line_break));
  } else {
    token = block_token(value);
  }
  const bool was_line = tree_.slice(node.span).ends_with('\n');
  if (was_line && !token.expose().ends_with('\n')) token.append(layout_.line_break);
  std::vector<Splice> splices = replace_scalar(tree_, node, std::move(token));
  if (node.properties.size() > 0) {
    splices.push_back({{node.properties.begin, node.span.begin}, SecretText()});
  }
  return splices;
}

std::vector<Splice> ValuePlacement::replace_in_block(NodeId old, const JsonValue& value) const {
  const std::uint32_t outer = column(entry_begin(old));
  const std::uint32_t slot = slot_begin(old);
  const std::uint32_t begin = value_begin(old);
  std::uint32_t end = subtree_text_end(old);
  if (end > begin && text_[end - 1] == '\n') --end;
  if (end > begin && text_[end - 1] == '\r') --end;
  const bool own_lines = tree_.slice({slot, begin}).find('\n') != std::string_view::npos;
  if (own_lines && !is_blank(tree_.slice({line_start(text_, begin), begin}))) throw odd_layout();

  std::vector<Splice> splices;
  if (!value.has_elements()) {
    SecretText token(" ");
    token.append(block_token(value).expose());
    if (own_lines) {  // comments above the old value stay where they are
      splices.push_back({{slot, slot}, std::move(token)});
      splices.push_back({{line_start(text_, begin), line_after(end)}, SecretText()});
    } else {
      splices.push_back({{slot, end}, std::move(token)});
    }
    return splices;
  }
  const bool list = in_list(old);
  // A list may stand at its key's own column, a map may not.
  const bool same_column = own_lines && (value.is_list() || column(begin) > outer);
  const std::uint32_t inner = same_column ? column(begin) : inner_column(outer, list, value);
  SecretText lines = block_lines(value, inner, layout_);
  if (own_lines) {
    SecretText text(padding(inner));
    text.append(lines.expose());
    splices.push_back({{line_start(text_, begin), end}, std::move(text)});
  } else if (list) {
    SecretText text(" ");
    text.append(lines.expose());
    splices.push_back({{slot, end}, std::move(text)});
  } else {
    splices.push_back({{slot, end}, SecretText()});
    const std::uint32_t next = next_line(text_, end);
    const bool open = next == 0 || text_[next - 1] != '\n';
    SecretText text(open ? std::string(layout_.line_break) : "");
    text.append(padding(inner));
    text.append(lines.expose());
    text.append(layout_.line_break);
    splices.push_back({{next, next}, std::move(text)});
  }
  return splices;
}

std::vector<Splice> ValuePlacement::replace_in_flow(NodeId old, const JsonValue& value) const {
  const Node& node = tree_.node(old);
  if (node.span.size() == 0) throw odd_layout();
  std::vector<Splice> splices;
  splices.push_back(
      {{value_begin(old), node.span.end}, flow_value(value, flow_place(node.parent), layout_)});
  return splices;
}

std::vector<Splice> ValuePlacement::append(NodeId container,
                                           std::string_view key,
                                           const JsonValue& value) const {
  std::vector<Splice> splices;
  if (is_flat(document_.format())) {
    splices.push_back(append_flat(document_, container, key, value));
    return splices;
  }
  splices.push_back(tree_.node(container).style == Style::Block
                        ? append_to_block(container, key, value)
                        : append_to_flow(container, key, value));
  return splices;
}

SecretText ValuePlacement::entry(std::string_view key,
                                 bool in_list,
                                 const JsonValue& value,
                                 std::uint32_t column) const {
  SecretText text = in_list ? SecretText("-") : block_key(key);
  if (!value.has_elements()) {
    text.append(' ');
    text.append(block_token(value).expose());
    return text;
  }
  const std::uint32_t inner = inner_column(column, in_list, value);
  text.append(in_list ? std::string(" ") : std::string(layout_.line_break) + padding(inner));
  text.append(block_lines(value, inner, layout_).expose());
  return text;
}

Splice ValuePlacement::append_to_block(NodeId container,
                                       std::string_view key,
                                       const JsonValue& value) const {
  const std::vector<NodeId> all = tree_.children(container);
  const std::vector<NodeId> elements = elements_of(tree_, container);
  const bool before_block = elements.empty();
  const std::uint32_t neighbour = entry_begin(before_block ? all.front() : elements.back());
  const std::uint32_t at =
      before_block ? line_start(text_, neighbour) : line_after(subtree_text_end(elements.back()));
  const bool open = at > 0 && text_[at - 1] != '\n';
  const bool list = tree_.node(container).kind == NodeKind::List;
  SecretText text(open ? std::string(layout_.line_break) : "");
  text.append(padding(column(neighbour)));
  text.append(entry(key, list, value, column(neighbour)).expose());
  text.append(layout_.line_break);
  return {{at, at}, std::move(text)};
}

FlowPlace ValuePlacement::flow_place(NodeId container) const {
  const Node& node = tree_.node(container);
  const NodeId first = container + 1;
  const std::uint32_t begin =
      tree_.node(first).key.size() > 0 ? tree_.node(first).key.begin : tree_.node(first).span.begin;
  const std::string_view lead =
      tree_.slice({node.span.begin + 1, std::max(begin, node.span.begin + 1)});
  const bool single_line = document_.format() == Format::Yaml ||
                           lead.find('\n') == std::string_view::npos || !is_blank(lead);
  return {document_.format(),
          single_line,
          single_line ? "" : std::string(lead.substr(lead.rfind('\n') + 1))};
}

Splice ValuePlacement::append_to_flow(NodeId container,
                                      std::string_view key,
                                      const JsonValue& value) const {
  const std::vector<NodeId> all = tree_.children(container);
  const std::vector<NodeId> elements = elements_of(tree_, container);
  const FlowPlace place = flow_place(container);
  const bool list = tree_.node(container).kind == NodeKind::List;
  const std::uint32_t first = list ? value_begin(all.front()) : tree_.node(all.front()).key.begin;
  const std::string_view lead = tree_.slice({tree_.node(container).span.begin + 1, first});
  const std::string gap = lead.empty() || !is_blank(lead) ? " " : std::string(lead);
  SecretText item;
  if (!list) {
    item.append(flow_key(key, place.format).expose());
    item.append(": ");
  }
  item.append(flow_value(value, place, layout_).expose());
  if (elements.empty()) {  // only a `sops` block is there
    item.append("," + gap);
    return {{first, first}, std::move(item)};
  }
  SecretText text("," + gap);
  text.append(item.expose());
  const std::uint32_t end = subtree_text_end(elements.back());
  return {{end, end}, std::move(text)};
}

std::vector<Splice> ValuePlacement::remove(NodeId element) const {
  std::vector<Splice> splices;
  if (is_flat(document_.format())) {
    splices.push_back(remove_flat(document_, element));
    return splices;
  }
  splices.push_back(in_block(element) ? remove_from_block(element) : remove_from_flow(element));
  return splices;
}

Splice ValuePlacement::remove_from_block(NodeId element) const {
  const std::uint32_t begin = entry_begin(element);
  const std::uint32_t start = line_start(text_, begin);
  if (is_blank(tree_.slice({start, begin}))) {
    return {{start, line_after(subtree_text_end(element))}, SecretText()};
  }
  // The line begins with another dash: the next element moves up to it.
  if (tree_.slice({start, begin}).find_first_not_of("- ") != std::string_view::npos) {
    throw odd_layout();
  }
  const std::vector<NodeId> siblings = tree_.children(tree_.node(element).parent);
  const auto next = std::ranges::find(siblings, element) + 1;
  if (next == siblings.end()) throw odd_layout();
  return {{begin, entry_begin(*next)}, SecretText()};
}

Splice ValuePlacement::remove_from_flow(NodeId element) const {
  const std::vector<NodeId> siblings = tree_.children(tree_.node(element).parent);
  const auto at = std::ranges::find(siblings, element);
  const auto begin_of = [this](NodeId id) {
    return in_list(id) ? value_begin(id) : tree_.node(id).key.begin;
  };
  if (at != siblings.begin()) {
    return {{subtree_text_end(*(at - 1)), subtree_text_end(element)}, SecretText()};
  }
  if (siblings.size() == 1) throw odd_layout();
  return {{begin_of(element), begin_of(*(at + 1))}, SecretText()};
}

}  // namespace holdfast::vault
