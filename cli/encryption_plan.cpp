#include "cli/encryption_plan.h"

#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::cli {

namespace {

// As master_key.h spells them.
std::vector<std::string> given_keys(const PlanOptions& options) {
  std::vector<std::string> keys;
  for (const std::string& list : options.age) {
    for (const std::string_view part : vault::comma_parts(list)) keys.emplace_back(part);
  }
  for (const std::string& list : options.pgp) {
    for (const std::string_view part : vault::comma_parts(list)) {
      keys.push_back(fmt::format("pgp {}", part));
    }
  }
  return keys;
}

std::optional<vault::Selection> selection_from_flags(const PlanOptions& options) {
  std::optional<vault::Selection> selection;
  for (std::size_t i = 0; i < kSelectionKinds.size(); ++i) {
    const std::optional<std::string>& pattern = options.patterns.at(i);
    if (!pattern) continue;
    if (selection) throw Error(Code::Usage, "only one selection option may be given");
    selection = vault::Selection{kSelectionKinds.at(i), *pattern, false};
  }
  return selection;
}

vault::EncryptionPlan plan_of_keys(const PlanOptions& options,
                                   const Path& name,
                                   const std::optional<FoundConfig>& config,
                                   PgpKeys pgp) {
  const std::vector<std::string> given = given_keys(options);
  vault::EncryptionPlan plan;
  if (const vault::CreationRule* rule = winning_rule(config, name); !given.empty()) {
    plan.groups = {given};
    if (rule != nullptr) plan.shamir_threshold = rule->shamir_threshold;
  } else if (rule != nullptr) {
    plan = plan_from_rule(*rule, pgp);
  } else {
    refuse_without_keys(config, name);
  }
  return plan;
}

void require_no_conflict(const vault::Selection& flags, const vault::CreationRule& rule) {
  if (!rule.selection || rule.selection->kind == flags.kind) return;
  throw Error(Code::Usage,
              fmt::format("--{} goes against rule {}, which has {}",
                          selection_option(flags.kind),
                          rule.number,
                          vault::selection_field(rule.selection->kind)));
}

}  // namespace

void warn_of_ignored_selection(const PlanOptions& options, const Context& context) {
  if (!options.mac_only_encrypted && !selection_from_flags(options)) return;
  context.warn("a binary file is encrypted as a whole: what selects values counts for nothing");
}

std::string selection_option(vault::SelectionKind kind) {
  std::string name(vault::selection_field(kind));
  std::ranges::replace(name, '_', '-');
  return name;
}

vault::EncryptionPlan make_plan(const PlanOptions& options,
                                const Path& name,
                                const std::optional<FoundConfig>& config,
                                PgpKeys pgp) {
  vault::EncryptionPlan plan = plan_of_keys(options, name, config, pgp);
  const vault::CreationRule* rule = winning_rule(config, name);
  if (rule != nullptr) plan.selection = rule->effective_selection();
  if (const auto flags = selection_from_flags(options)) {
    if (rule != nullptr) require_no_conflict(*flags, *rule);
    const bool mac_only = plan.selection.mac_only_encrypted;
    plan.selection = *flags;
    plan.selection.mac_only_encrypted = mac_only;
  }
  if (options.mac_only_encrypted) plan.selection.mac_only_encrypted = true;
  if (options.threshold) plan.shamir_threshold = *options.threshold;
  return plan;
}

}  // namespace holdfast::cli
