// One entry of `creation_rules`: which files it is for, who may read them, what is encrypted.
#pragma once

#include "vault/document/selection.h"
#include "vault/rules/pattern.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault {

struct RuleGroup {
  std::vector<std::string> age;      // recipients, each once, merged ones first
  std::vector<std::string> foreign;  // "pgp FINGERPRINT", "kms ARN", ...: keys of other kinds
};

struct CreationRule {
  std::size_t number = 0;  // 1-based position in the file
  std::size_t line = 0;    // 1-based
  std::optional<std::string> path_regex;
  std::shared_ptr<const Pattern> pattern;  // compiled; null without path_regex
  std::string pattern_fault;               // RE2's reason when path_regex does not compile
  std::vector<RuleGroup> groups;           // at least one; one unless key_groups has more
  int shamir_threshold = 0;
  std::optional<Selection> selection;  // nullopt: sops's default suffix
  bool mac_only_encrypted = false;

  // Every age recipient, each once.
  [[nodiscard]] std::vector<std::string> recipients() const;
  [[nodiscard]] bool names(std::string_view recipient) const;
  // What the rule encrypts, with the default filled in.
  [[nodiscard]] Selection effective_selection() const;
};

}  // namespace holdfast::vault
