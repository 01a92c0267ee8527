// `destination_rules` of a `.sops.yaml`: where a file is published, and for whom.
#pragma once

#include "vault/rules/creation_rule.h"
#include "vault/rules/pattern.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

enum class DestinationKind { S3, Gcs, Vault, Folder };

struct DestinationRule {
  std::size_t number = 0;                  // 1-based position in the file
  std::size_t line = 0;                    // 1-based
  std::shared_ptr<const Pattern> pattern;  // of path_regex; null without one
  std::string pattern_fault;               // RE2's reason when path_regex does not compile
  DestinationKind kind = DestinationKind::Folder;
  std::string place;   // the bucket, the address of Vault, or (ours: `path`) the folder
  std::string prefix;  // of the bucket, or `vault_path`
  std::string vault_mount = "secret";
  int vault_version = 2;
  bool omit_extensions = false;
  std::optional<CreationRule> recreation_rule;  // for whom it is encrypted anew

  // The name of a file at the destination: its last part, without its extension where that is to be
  // left out, below the prefix.
  [[nodiscard]] std::string name_of(std::string_view file, bool without_extension) const;
};

// The rules in order; none where there are none. Throws Failed with "line L: why" for a rule with
// no destination or several, and for fields of a wrong type.
[[nodiscard]] std::vector<DestinationRule> read_destination_rules(std::string_view config);

// The first rule that matches the path as it was typed; nullptr when none does. Throws Failed when
// a rule reached has a bad path_regex.
[[nodiscard]] const DestinationRule* match(const std::vector<DestinationRule>& rules,
                                           std::string_view path);

}  // namespace holdfast::vault
