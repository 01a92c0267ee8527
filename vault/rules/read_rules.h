// Reads `creation_rules` from a configuration.
#pragma once

#include "vault/rules/config_node.h"
#include "vault/rules/creation_rule.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// One rule, wherever it stands.
[[nodiscard]] CreationRule read_rule(const ConfigNode& node, std::size_t number);

// The rules of a whole config; none where `creation_rules` is absent or null. Throws Failed with
// "line L: why" for what sops refuses.
[[nodiscard]] std::vector<CreationRule> read_rules(const ConfigNode& config);

}  // namespace holdfast::vault
