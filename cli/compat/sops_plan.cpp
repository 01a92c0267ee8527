#include "cli/compat/sops_plan.h"

#include "cli/compat/sops_failure.h"
#include "cli/encryption_plan.h"

namespace holdfast::cli {

namespace {

PlanOptions options_of(const SopsCall& call) {
  PlanOptions options;
  if (auto age = call.words.text("age")) options.age.push_back(*std::move(age));
  if (auto pgp = call.words.text("pgp")) options.pgp.push_back(*std::move(pgp));
  for (std::size_t i = 0; i < kSelectionKinds.size(); ++i) {
    options.patterns.at(i) = call.words.text(selection_option(kSelectionKinds.at(i)));
  }
  options.mac_only_encrypted = call.global.flag("mac-only-encrypted");
  options.threshold = call.words.number("shamir-secret-sharing-threshold");
  return options;
}

// sops wants a rule even for a file whose recipients are given, once there are rules.
void require_rule(const std::optional<FoundConfig>& config,
                  const PlanOptions& options,
                  const Path& name) {
  const bool rules = config && !config->config.rules.empty();
  if (!rules && options.age.empty() && options.pgp.empty()) {
    throw Error(Code::Failed,
                "config file not found, or has no creation rules, and no keys provided through "
                "command line options");
  }
  if (rules && winning_rule(config, name) == nullptr) {
    throw Error(Code::Failed, "error loading config: no matching creation rules found")
        .in_file(config->file);
  }
}

}  // namespace

vault::EncryptionPlan sops_plan(const SopsCall& call, const SopsTarget& target) {
  refuse_foreign_keys(call);
  const std::optional<FoundConfig> config = sops_config(call);
  const PlanOptions options = options_of(call);
  try {
    require_rule(config, options, target.name);
    vault::EncryptionPlan plan = make_plan(options, target.name, config, PgpKeys::Allowed);
    plan.may_encrypt_nothing = true;
    return plan;
  } catch (const Error& error) {
    throw SopsFailure(
        error.code() == Code::Usage ? SopsCode::ConflictingParameters : SopsCode::Generic, error);
  }
}

}  // namespace holdfast::cli
