// Where a value goes into the text of a document, or out of it.
#pragma once

#include "vault/document/document.h"
#include "vault/operations/value_layout.h"
#include "vault/stores/text_patch.h"

#include <string_view>
#include <vector>

namespace holdfast::vault {

// Each throws Refused for a place that is laid out so oddly that nothing can be put there.
class ValuePlacement {
 public:
  explicit ValuePlacement(const Document& document);

  // In the place of a node, or of its anchor, tag and all.
  [[nodiscard]] std::vector<Splice> replace(NodeId old, const JsonValue& value) const;
  // At the end of a map (under `key`) or list, before a `sops` block.
  [[nodiscard]] std::vector<Splice> append(NodeId container,
                                           std::string_view key,
                                           const JsonValue& value) const;
  // Without an element of a map or list that has others too.
  [[nodiscard]] std::vector<Splice> remove(NodeId element) const;

 private:
  [[nodiscard]] std::vector<Splice> replace_in_block(NodeId old, const JsonValue& value) const;
  [[nodiscard]] std::vector<Splice> replace_scalar_token(NodeId old, const JsonValue& value) const;
  [[nodiscard]] std::vector<Splice> replace_in_flow(NodeId old, const JsonValue& value) const;
  [[nodiscard]] Splice append_to_block(NodeId container,
                                       std::string_view key,
                                       const JsonValue& value) const;
  [[nodiscard]] Splice append_to_flow(NodeId container,
                                      std::string_view key,
                                      const JsonValue& value) const;
  [[nodiscard]] Splice remove_from_block(NodeId element) const;
  [[nodiscard]] Splice remove_from_flow(NodeId element) const;

  [[nodiscard]] bool in_block(NodeId element) const;
  [[nodiscard]] bool in_list(NodeId element) const;
  [[nodiscard]] std::uint32_t column(std::uint32_t offset) const;
  [[nodiscard]] std::uint32_t inner_column(std::uint32_t outer,
                                           bool outer_is_list,
                                           const JsonValue& value) const;
  [[nodiscard]] std::uint32_t entry_begin(NodeId element) const;
  [[nodiscard]] std::uint32_t slot_begin(NodeId element) const;
  [[nodiscard]] std::uint32_t value_begin(NodeId element) const;
  [[nodiscard]] std::uint32_t subtree_text_end(NodeId element) const;
  [[nodiscard]] std::uint32_t line_after(std::uint32_t end) const;
  [[nodiscard]] FlowPlace flow_place(NodeId container) const;
  [[nodiscard]] SecretText entry(std::string_view key,
                                 bool in_list,
                                 const JsonValue& value,
                                 std::uint32_t column) const;

  const Document& document_;
  const Tree& tree_;
  std::string_view text_;
  TextLayout layout_;
};

}  // namespace holdfast::vault
