// Configuration as plain values: what a small YAML text means, with the line of each value.
#pragma once

#include "vault/document/tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// For files that people write by hand; a hostile one must not choose our time or memory.
inline constexpr std::size_t kMaxConfig = std::size_t{1} << 20U;

struct ConfigNode {
  enum class Kind { Scalar, List, Map };

  Kind kind = Kind::Scalar;
  ScalarType type = ScalarType::Null;  // of a scalar
  std::string key;                     // in a map
  std::string text;                    // of a scalar, without quotes
  std::size_t line = 0;
  std::vector<ConfigNode> items;  // of a list or map, aliases expanded, in order

  // The value of a key: the map's own, else the first of what "<<" merges into it. Null when there
  // is none; borrowed.
  [[nodiscard]] const ConfigNode* find(std::string_view name) const;
  [[nodiscard]] bool is_null() const { return kind == Kind::Scalar && type == ScalarType::Null; }
  [[nodiscard]] bool is_text() const { return kind == Kind::Scalar && type == ScalarType::Str; }
};

// Reads the first document of a YAML text as sops's loader does; a null where there is none. Throws
// Failed with the line for what is no YAML, more than kMaxConfig bytes, 100 levels or 100 000
// values.
[[nodiscard]] ConfigNode read_config(std::string_view text);

}  // namespace holdfast::vault
