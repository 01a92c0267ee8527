// Paths to values as sops spells them: ["a"]["b"][0].
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// One component: a map's key, or a 0-based position in a list.
struct PathStep {
  std::string key;
  std::optional<std::size_t> position;
};
using ValuePath = std::vector<PathStep>;

// Names stand in double or single quotes, without escapes; as sops splits at "[", none can hold
// one. The empty text is the empty path. Throws Usage for anything outside of brackets, an empty
// component or a negative position.
[[nodiscard]] ValuePath parse_value_path(std::string_view text);

// For people, as Tree::key_path: "data.password", "list[2].name".
[[nodiscard]] std::string print_value_path(const ValuePath& path);

}  // namespace holdfast::vault
