// Prints a JSON value in the layout of the document that it is put into.
#pragma once

#include "src/base/secret.h"
#include "vault/document/document.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::vault {

// A value within a document of JSON.
struct JsonValue {
  const Tree& tree;
  NodeId id;

  [[nodiscard]] const Node& node() const { return tree.node(id); }
  [[nodiscard]] bool is_list() const { return node().kind == NodeKind::List; }
  // A map or list that is not empty: in block style it needs lines of its own.
  [[nodiscard]] bool has_elements() const { return node().subtree_end > id + 1; }
};

// What a document's text shows of its layout.
struct TextLayout {
  std::uint32_t step = 4;       // columns that YAML's maps are indented by
  std::uint32_t list_step = 4;  // the same for lists below a key: 0 in many documents
  std::string indent = "\t";    // of one level of JSON
  std::string_view line_break = "\n";
};
[[nodiscard]] TextLayout layout_of(const Document& document);

// The lines in block style of a value that has elements; its first line is without indentation, its
// last one without a line break.
[[nodiscard]] SecretText block_lines(const JsonValue& value,
                                     std::uint32_t column,
                                     const TextLayout& layout);
// A scalar or an empty collection, on one line of YAML's block style.
[[nodiscard]] SecretText block_token(const JsonValue& value);
// "key:" of YAML's block style.
[[nodiscard]] SecretText block_key(std::string_view key);

// JSON, or YAML in flow style.
struct FlowPlace {
  Format format;
  bool single_line;
  std::string indent;  // of the line that the value begins on
};
[[nodiscard]] SecretText flow_value(const JsonValue& value,
                                    const FlowPlace& place,
                                    const TextLayout& layout);
[[nodiscard]] SecretText flow_key(std::string_view key, Format format);

}  // namespace holdfast::vault
