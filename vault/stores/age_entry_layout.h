// How one age entry of a `sops` block is laid out, so that another can be written like it.
#pragma once

#include "vault/document/format.h"
#include "vault/document/metadata.h"
#include "vault/document/tree.h"
#include "vault/stores/yaml_scalar.h"

#include <string>
#include <string_view>

namespace holdfast::vault {

class AgeEntryLayout {
 public:
  // The layout of a map with the fields `recipient` and `enc`; `indent` is how many columns its
  // fields stand to the right where it is a block map. The tree must outlive the layout. Throws
  // Refused for an entry that lacks one of them.
  AgeEntryLayout(const Tree& tree,
                 Format format,
                 const AgeEntry& entry,
                 std::uint32_t indent,
                 std::string_view line_break);

  // The map without anything before its first field. A block map ends with a line break.
  [[nodiscard]] std::string print(std::string_view recipient, std::string_view enc) const;

 private:
  struct Field {
    std::string key;    // its token
    std::string colon;  // what stands between key and value
    ScalarPlace place;
  };
  [[nodiscard]] Field read_field(const Tree& tree, NodeId id) const;
  void read_flow(const Tree& tree, const AgeEntry& entry);
  [[nodiscard]] std::string print_block(std::string_view one, std::string_view two) const;
  [[nodiscard]] std::string print_flow(std::string_view one, std::string_view two) const;

  Format format_;
  std::uint32_t indent_;
  std::string line_break_;
  bool block_;
  bool enc_first_;
  Field recipient_;
  Field enc_;
  std::string open_ = "{";
  std::string comma_ = ", ";
  std::string close_ = "}";
};

}  // namespace holdfast::vault
