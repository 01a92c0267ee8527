// Who may open a new encrypted file and what of it is encrypted: what a command line says, over
// what the rule says.
#pragma once

#include "cli/rule_plan.h"
#include "cli/sops_file.h"
#include "vault/document/selection.h"
#include "vault/operations/encrypt.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::cli {

inline constexpr std::array kSelectionKinds{vault::SelectionKind::UnencryptedSuffix,
                                            vault::SelectionKind::EncryptedSuffix,
                                            vault::SelectionKind::UnencryptedRegex,
                                            vault::SelectionKind::EncryptedRegex,
                                            vault::SelectionKind::UnencryptedCommentRegex,
                                            vault::SelectionKind::EncryptedCommentRegex};

struct PlanOptions {
  std::vector<std::string> age;  // each a list of recipients with commas between them
  std::vector<std::string> pgp;  // fingerprints, likewise
  std::array<std::optional<std::string>, kSelectionKinds.size()> patterns;  // as kSelectionKinds
  bool mac_only_encrypted = false;
  std::optional<int> threshold;
};

// The plan for a file called `name`. Throws Usage for options that go against each other or against
// the rule; Failed when there is neither a rule nor a recipient; Refused when the rule names keys
// of other kinds.
[[nodiscard]] vault::EncryptionPlan make_plan(const PlanOptions& options,
                                              const Path& name,
                                              const std::optional<FoundConfig>& config,
                                              PgpKeys pgp);

// A binary file is one value, so that options which select values count for nothing: warns if there
// are any, as sops does.
void warn_of_ignored_selection(const PlanOptions& options, const Context& context);

// "--encrypted-regex" without the dashes.
[[nodiscard]] std::string selection_option(vault::SelectionKind kind);

}  // namespace holdfast::cli
