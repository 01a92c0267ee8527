// Adds and removes a recipient in the text of a `.sops.yaml`, in the form in which recipients stand
// there; every other byte stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// What a rule edit is about: rules that name `beside` lose `remove` in every group, and get `add`
// right after it in each group that has it. An empty `beside` (nothing to add) means every rule.
struct RuleChange {
  std::string beside;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  std::vector<std::size_t> only_rules;  // 1-based rule numbers to touch; empty: all
};

// The changed text: inside a comma list, a folded or literal block, a list item, a flow list,
// behind an anchor, in key_groups and merges, the recipient is added and removed in that same form.
// The result was parsed again and differs in meaning only as asked. Throws Refused when a rule or
// group would be left without a recipient, or a form is met that cannot be edited safely (with its
// line).
[[nodiscard]] std::string change_rules(std::string_view text, const RuleChange& change);

}  // namespace holdfast::vault
