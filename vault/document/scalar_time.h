// Timestamps as sops reads and writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault {

// The canonical form of a plain YAML timestamp: RFC 3339 with up to 9 fraction digits, trailing
// zeros cut, the offset kept and "Z" for none. nullopt when it is no timestamp.
[[nodiscard]] std::optional<std::string> read_yaml_time(std::string_view text);

// The same for what stands in a ciphertext: RFC 3339 only.
[[nodiscard]] std::optional<std::string> read_rfc3339(std::string_view text);

}  // namespace holdfast::vault
