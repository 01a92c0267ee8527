#include "cli/encryption_plan.h"

#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::cli {

namespace {

std::vector<std::string> split_recipients(const std::vector<std::string>& lists) {
  std::vector<std::string> recipients;
  for (const std::string& list : lists) {
    for (const std::string_view part : vault::comma_parts(list)) recipients.emplace_back(part);
  }
  return recipients;
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

vault::EncryptionPlan plan_from_rule(const vault::CreationRule& rule) {
  vault::EncryptionPlan plan;
  for (const vault::RuleGroup& group : rule.groups) {
    if (!group.foreign.empty()) {
      throw Error(
          Code::Refused,
          fmt::format(
              "rule {} names a key that is not age's: {}", rule.number, group.foreign.front()))
          .hint("encrypt it with sops, or give --age");
    }
    plan.groups.push_back(group.age);
  }
  plan.shamir_threshold = rule.shamir_threshold;
  return plan;
}

[[noreturn]] void refuse_without_keys(const std::optional<FoundConfig>& config, const Path& name) {
  if (config) {
    throw Error(Code::Failed, fmt::format("no rule of {} matches it", config->file.string()))
        .in_file(name)
        .hint(fmt::format("holdfast explain {}; or give --age RECIPIENT", name.string()));
  }
  throw Error(Code::Failed, "no .sops.yaml in its folder or above")
      .in_file(name)
      .hint("write one, or give --age RECIPIENT");
}

vault::EncryptionPlan plan_of_keys(const PlanOptions& options,
                                   const Path& name,
                                   const std::optional<FoundConfig>& config) {
  const std::vector<std::string> given = split_recipients(options.age);
  vault::EncryptionPlan plan;
  if (const vault::CreationRule* rule = winning_rule(config, name); !given.empty()) {
    plan.groups = {given};
    if (rule != nullptr) plan.shamir_threshold = rule->shamir_threshold;
  } else if (rule != nullptr) {
    plan = plan_from_rule(*rule);
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

const vault::CreationRule* winning_rule(const std::optional<FoundConfig>& config,
                                        const Path& name) {
  if (!config) return nullptr;
  try {
    return config->rule_for(name);
  } catch (Error& error) {
    throw error.in_file(config->file);
  }
}

std::string selection_option(vault::SelectionKind kind) {
  std::string name(vault::selection_field(kind));
  std::ranges::replace(name, '_', '-');
  return name;
}

vault::EncryptionPlan make_plan(const PlanOptions& options,
                                const Path& name,
                                const std::optional<FoundConfig>& config) {
  vault::EncryptionPlan plan = plan_of_keys(options, name, config);
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
