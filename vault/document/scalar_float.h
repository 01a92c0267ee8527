// Floats as sops reads them.
#pragma once

#include <optional>
#include <string_view>

namespace holdfast::vault {

// A float as it stands in a ciphertext: decimal or hexadecimal ("0x1p4"), "inf", "+Infinity" or
// "nan" in any case, single underscores between digits. nullopt for other text and on overflow;
// what is too small is 0.
[[nodiscard]] std::optional<double> read_float(std::string_view text);

// A float as a plain YAML scalar: ".5", "1.", "1e3", "08", ".inf", "-.Inf", ".NaN"; underscores
// are dropped. A JSON number is one too.
[[nodiscard]] std::optional<double> read_yaml_float(std::string_view text);

}  // namespace holdfast::vault
