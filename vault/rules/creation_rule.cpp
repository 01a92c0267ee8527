#include "vault/rules/creation_rule.h"

#include <algorithm>

namespace holdfast::vault {

std::vector<std::string> CreationRule::recipients() const {
  std::vector<std::string> result;
  for (const RuleGroup& group : groups) {
    for (const std::string& recipient : group.age) {
      if (std::ranges::find(result, recipient) == result.end()) result.push_back(recipient);
    }
  }
  return result;
}

bool CreationRule::names(std::string_view recipient) const {
  return std::ranges::any_of(groups, [recipient](const RuleGroup& group) {
    return std::ranges::find(group.age, recipient) != group.age.end();
  });
}

Selection CreationRule::effective_selection() const {
  Selection result = selection.value_or(Selection{});
  result.mac_only_encrypted = mac_only_encrypted;
  return result;
}

}  // namespace holdfast::vault
