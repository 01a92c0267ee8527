// Traps in creation rules that sops says nothing about.
#pragma once

#include "vault/rules/sops_config.h"

#include <string>
#include <vector>

namespace holdfast::vault {

struct RuleFinding {
  std::size_t rule = 0;  // 1-based number, 0: the whole file
  std::size_t line = 0;
  std::string text;    // what is wrong and what follows from it
  std::string advice;  // what to write instead
};

// Checks the rules by themselves and against the paths (relative to the config's folder) that they
// are for: a regex that RE2 refuses, a rule all of whose files a rule above it takes, files that
// look like secrets but have no rule, values files under a rule whose selection leaves everything
// in the clear, key files that a rule would encrypt, recipients that lack a comma. One finding a
// rule and trap, in the order of the rules, those of the whole file last.
[[nodiscard]] std::vector<RuleFinding> lint_rules(const SopsConfig& config,
                                                  const std::vector<std::string>& paths);

}  // namespace holdfast::vault
