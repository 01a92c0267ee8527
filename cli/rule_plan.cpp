#include "cli/rule_plan.h"

#include "src/base/error.h"

#include <fmt/format.h>

#include <vector>

namespace holdfast::cli {

namespace {

void refuse_foreign(const vault::CreationRule& rule, const std::string& key, PgpKeys pgp) {
  const bool is_pgp = key.starts_with("pgp ");
  if (is_pgp && pgp == PgpKeys::Allowed) return;
  Error error(Code::Refused,
              fmt::format("rule {} names a key that is not age's: {}", rule.number, key));
  error.hint(is_pgp ? "let gpg wrap for it with --gpg, or give --age"
                    : "encrypt it with sops, or give --age");
  throw error;
}

}  // namespace

vault::EncryptionPlan plan_from_rule(const vault::CreationRule& rule, PgpKeys pgp) {
  vault::EncryptionPlan plan;
  for (const vault::RuleGroup& group : rule.groups) {
    std::vector<std::string>& keys = plan.groups.emplace_back(group.age);
    for (const std::string& key : group.foreign) {
      refuse_foreign(rule, key, pgp);
      keys.push_back(key);
    }
  }
  plan.shamir_threshold = rule.shamir_threshold;
  return plan;
}

const vault::CreationRule* winning_rule(const std::optional<FoundConfig>& config,
                                        const Path& name) {
  if (!config) return nullptr;
  try {
    return config->rule_for(name);
  } catch (Error& error) {
    throw error.in_file(config->file);
  }
}

void refuse_without_keys(const std::optional<FoundConfig>& config, const Path& name) {
  if (config) {
    throw Error(Code::Failed, fmt::format("no rule of {} matches it", config->file.string()))
        .in_file(name)
        .hint(fmt::format("holdfast explain {}; or give --age RECIPIENT", name.string()));
  }
  throw Error(Code::Failed, "no .sops.yaml in its folder or above")
      .in_file(name)
      .hint("write one, or give --age RECIPIENT");
}

vault::EncryptionPlan plan_of_rule(const Path& name,
                                   const std::optional<std::string>& config,
                                   PgpKeys pgp) {
  const std::optional<FoundConfig> found = config_for(name, config);
  const vault::CreationRule* rule = winning_rule(found, name);
  if (rule == nullptr) refuse_without_keys(found, name);
  vault::EncryptionPlan plan = plan_from_rule(*rule, pgp);
  plan.selection = rule->effective_selection();
  return plan;
}

}  // namespace holdfast::cli
