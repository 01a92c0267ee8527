#include "vault/operations/flat_placement.h"

#include "src/base/error.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>
#include <string>
#include <vector>

namespace holdfast::vault {

namespace {

Error texts_only() {
  return Error(Code::Failed, "this format holds texts alone")
      .hint("dotenv: '[\"KEY\"]'; INI: '[\"section\"][\"key\"]'");
}

SecretText token_of(Format format, const JsonValue& value, const ScalarPlace& place) {
  if (value.node().kind != NodeKind::Scalar) throw texts_only();
  return text_token(format, value.tree.value(value.node()), place);
}

// What stands in front of a new line: a line break where the last line has none.
std::string opening(std::string_view text, std::uint32_t at, std::string_view line_break) {
  return std::string(at > 0 && text[at - 1] != '\n' ? line_break : "");
}

// The place after the last key of a map that is not the block, or else its beginning.
std::uint32_t end_of_keys(const Document& document, NodeId map) {
  const Tree& tree = document.tree();
  std::uint32_t at = tree.node(map).span.begin;
  const bool header = tree.node(map).key.size() > 0;
  if (header) at = next_line(tree.text(), at);
  for (const NodeId id : tree.children(map)) {
    if (!tree.is_block(id)) at = std::max(at, next_line(tree.text(), tree.node(id).span.end));
  }
  return at;
}

SecretText key_line(const Document& document, std::string_view key, const JsonValue& value) {
  SecretText line(key);
  line.append(document.format() == Format::Ini ? " = " : "=");
  line.append(token_of(document.format(), value, {}).expose());
  line.append(line_break_of(document.text(), document.format()));
  return line;
}

// Before the section [sops], with a blank line behind it.
Splice append_section(const Document& document, std::string_view name, const JsonValue& map) {
  const Tree& tree = document.tree();
  if (map.node().kind != NodeKind::Map || !map.has_elements()) throw texts_only();
  const std::string_view line_break = line_break_of(document.text(), document.format());
  const std::uint32_t at = line_start(tree.text(), tree.node(document.metadata().node).span.begin);
  SecretText text("[");
  text.append(name);
  text.append("]");
  text.append(line_break);
  for (const NodeId id : map.tree.children(map.id)) {
    const std::string_view key = map.tree.key(map.tree.node(id));
    text.append(key_line(document, key, {map.tree, id}).expose());
  }
  text.append(line_break);
  return {{at, at}, std::move(text)};
}

}  // namespace

std::vector<Splice> replace_flat(const Document& document, NodeId old, const JsonValue& value) {
  const Tree& tree = document.tree();
  const Node& node = tree.node(old);
  if (node.kind != NodeKind::Scalar) throw texts_only();
  const std::string_view line_break = line_break_of(document.text(), document.format());
  return replace_scalar(
      tree, node, token_of(document.format(), value, place_of(tree, node, line_break)));
}

Splice append_flat(const Document& document,
                   NodeId container,
                   std::string_view key,
                   const JsonValue& value) {
  const Tree& tree = document.tree();
  const bool new_section =
      document.format() == Format::Ini && tree.node(container).parent == kNoNode;
  if (new_section) return append_section(document, key, value);
  const std::uint32_t at = end_of_keys(document, container);
  SecretText text(opening(tree.text(), at, line_break_of(document.text(), document.format())));
  text.append(key_line(document, key, value).expose());
  return {{at, at}, std::move(text)};
}

Splice remove_flat(const Document& document, NodeId element) {
  const Tree& tree = document.tree();
  const Node& node = tree.node(element);
  if (node.kind != NodeKind::Scalar) return {node.span, SecretText()};
  return {{line_start(tree.text(), node.key.begin), next_line(tree.text(), node.span.end)},
          SecretText()};
}

}  // namespace holdfast::vault
