// `.sops.yaml`: the truth about who may read what.
#pragma once

#include "src/base/error.h"
#include "vault/rules/creation_rule.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

inline constexpr std::string_view kSopsConfigName = ".sops.yaml";

struct SopsConfig {
  std::vector<CreationRule> rules;

  // Reads the text of a config. Throws Failed with line and reason for what sops refuses too: YAML
  // that does not parse, fields of a wrong type, more than one selection option in a rule, an empty
  // entry of key_groups. A path_regex that does not compile is kept with its fault, as sops only
  // meets it when a file reaches that rule; a rule that names no key at all is kept too (its one
  // group is empty), since sops can be given keys on its command line.
  [[nodiscard]] static SopsConfig parse(std::string_view text);

  // The first rule that matches a path relative to the config's folder ('/' between folders), as
  // sops takes it; nullptr when none does. Throws Failed when a rule reached has a bad path_regex.
  [[nodiscard]] const CreationRule* match(std::string_view relative_path) const;
};

// Looks for `.sops.yaml` from the file's folder upwards, at most 100 levels, up to and including
// `top` where one is given (a work tree's root). nullopt when there is none.
[[nodiscard]] std::optional<Path> find_sops_config(const Path& file,
                                                   const std::optional<Path>& top);

// The same among the paths of a repository: the nearest of `folder/.sops.yaml` that `exists` says
// is there. Paths have '/' between folders; the result is "" when there is none.
[[nodiscard]] std::string find_sops_config(std::string_view file,
                                           const std::function<bool(std::string_view)>& exists);

// `file` relative to the folder of `config` (both repository paths), as path_regex sees it.
[[nodiscard]] std::string_view relative_to_config(std::string_view file, std::string_view config);

}  // namespace holdfast::vault
