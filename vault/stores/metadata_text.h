// Prints a new `sops` block as sops 3.13 writes it.
#pragma once

#include "vault/document/selection.h"
#include "vault/stores/age_list_edit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::vault {

// A master key of another kind: the texts of its fields.
struct NewForeignEntry {
  using Fields = std::vector<std::pair<std::string, std::string>>;
  std::string kind;  // the list's name
  Fields fields;
  Fields context;  // the members of `context`, which AWS KMS has

  friend bool operator==(const NewForeignEntry& one, const NewForeignEntry& other) = default;
};

struct NewKeyGroup {
  std::vector<NewAgeEntry> age;
  std::vector<NewForeignEntry> foreign;

  friend bool operator==(const NewKeyGroup& one, const NewKeyGroup& other) = default;
};

struct NewMetadata {
  std::vector<NewKeyGroup> groups;  // one is usual; more are written as key_groups
  int shamir_threshold = 0;         // left out when 0
  std::string lastmodified;
  std::string mac;
  std::optional<Selection> selection;  // left out in binary files, which have no keys to select by
  std::string version;

  friend bool operator==(const NewMetadata& one, const NewMetadata& other) = default;
};

struct BlockLayout {
  std::uint32_t column = 0;  // of the key `sops`
  std::uint32_t step = 4;    // columns that each level is indented by
  std::string_view line_break = "\n";
};
// "sops:" and its lines, in block style.
[[nodiscard]] std::string yaml_metadata(const NewMetadata& metadata, const BlockLayout& layout);

struct JsonLayout {
  std::string indent = "\t";  // of one level; unused on a single line
  bool single_line = false;   // then with these marks:
  std::string_view colon = ": ";
  std::string_view comma = ", ";
  std::string_view line_break = "\n";
};
// "\"sops\": {...}" as a member of the root object: without indentation before it and comma or line
// break after it. On a single line it is YAML in flow style as well.
[[nodiscard]] std::string json_metadata(const NewMetadata& metadata, const JsonLayout& layout);

// The lines of dotenv, and of INI with its header [sops]: names flattened, line feeds as "\\n".
[[nodiscard]] std::string dotenv_metadata(const NewMetadata& metadata);
[[nodiscard]] std::string ini_metadata(const NewMetadata& metadata, std::string_view line_break);

}  // namespace holdfast::vault
