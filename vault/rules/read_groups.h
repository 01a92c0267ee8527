// Reads who may read what from one creation rule: its key groups.
#pragma once

#include "src/base/error.h"
#include "vault/rules/config_node.h"
#include "vault/rules/creation_rule.h"

#include <string_view>
#include <vector>

namespace holdfast::vault {

// The groups of `key_groups`, or else the one group of the rule's own keys, which is empty in a
// rule that names none (sops then needs keys from its command line). Throws Failed with the line
// for fields of a wrong type and for an empty entry of `key_groups`.
[[nodiscard]] std::vector<RuleGroup> read_groups(const ConfigNode& rule);

// The parts of a comma-separated text, without blanks around them; empty ones are left out. The
// views are into `text`.
[[nodiscard]] std::vector<std::string_view> comma_parts(std::string_view text);

// "line L: why" for a value of a configuration.
[[nodiscard]] Error config_fault(const ConfigNode& where, std::string_view why);

}  // namespace holdfast::vault
