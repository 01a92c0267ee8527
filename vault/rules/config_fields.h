// Typed fields of a configuration's maps.
#pragma once

#include "vault/rules/config_node.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault {

// A field that holds one text; "" and null stand for absence, as in sops. Each throws Failed with
// the line for a value of another type.
[[nodiscard]] std::optional<std::string> text_field(const ConfigNode& map, std::string_view name);
// False where it is absent.
[[nodiscard]] bool bool_field(const ConfigNode& map, std::string_view name);
// 0 where it is absent.
[[nodiscard]] int int_field(const ConfigNode& map, std::string_view name);

}  // namespace holdfast::vault
