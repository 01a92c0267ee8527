#include "keystore/rotation/plan.h"

#include "crypto/age/recipient.h"
#include "crypto/age/x25519.h"
#include "src/base/file.h"
#include "vault/document/document.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/rewrite.h"
#include "vault/overlay/sniff.h"
#include "vault/rules/edit_rules.h"
#include "vault/rules/lint.h"
#include "vault/rules/sops_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace holdfast::keystore {

namespace {

using vault::git::TreeFile;

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

bool is_config(std::string_view path) {
  return path == vault::kSopsConfigName || path.ends_with("/.sops.yaml");
}

// True if `path` is `folder` itself or lies below it.
bool below(std::string_view path, std::string_view folder) {
  while (folder.ends_with('/')) folder.remove_suffix(1);
  if (folder.empty() || folder == ".") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool in_scope(std::string_view path, const PlanRequest& request) {
  return request.paths.empty() ||
         std::ranges::any_of(request.paths,
                             [&](const std::string& folder) { return below(path, folder); });
}

// A `.sops.yaml` of the commit, parsed, or why it could not be.
struct Config {
  TreeFile file;
  std::string text;
  std::optional<vault::SopsConfig> rules;
  std::optional<Error> fault;
};

using Configs = std::map<std::string, Config, std::less<>>;

Configs read_configs(const vault::git::Repository& repository, const std::vector<TreeFile>& files) {
  Configs configs;
  for (const TreeFile& file : files) {
    if (!is_config(file.path)) continue;
    Config config{file, repository.read_blob(file.blob, kMaxDocument), {}, {}};
    try {
      config.rules = vault::SopsConfig::parse(config.text);
    } catch (Error& error) {
      config.fault = error.in_file(file.path);
    }
    configs.emplace(file.path, std::move(config));
  }
  return configs;
}

// What the preflight of one file found. Exactly one of planned, outside, blocker is set for a file
// that lists the old key; none for any other.
struct Preflight {
  std::optional<PlannedFile> planned;
  std::optional<PlannedFile> outside;
  std::optional<Error> blocker;
  std::vector<std::string> findings;
};

class Inspector {
 public:
  Inspector(const PlanRequest& request, const Configs& configs, const vault::Keyring& keyring)
      : request_(request), configs_(configs), keyring_(keyring) {}

  // Thread-safe.
  [[nodiscard]] Preflight inspect(const TreeFile& file, std::string_view content) const {
    Preflight result;
    if (content.find(request_.old_recipient) == std::string_view::npos || is_config(file.path)) {
      return result;
    }
    const std::optional<vault::Format> format = vault::sniff(file.path, content);
    if (!format) return result;
    try {
      inspect_claimed(file, *format, content, result);
    } catch (Error& error) {
      result.planned.reset();
      result.blocker = error.in_file(file.path).hint(
          fmt::format("mend the file, or go on without it: --skip {}", file.path));
    }
    return result;
  }

 private:
  void inspect_claimed(const TreeFile& file,
                       vault::Format format,
                       std::string_view content,
                       Preflight& result) const {
    PlannedFile planned{file, format, {}, 0, {}, {}, false};
    if (contains(request_.skip, file.path) || !in_scope(file.path, request_)) {
      find_rule(planned);
      result.outside = std::move(planned);
      return;
    }
    const vault::Document document = vault::Document::parse(SecretText(content), format);
    if (!document.is_encrypted() || !document.metadata().lists(request_.old_recipient)) return;
    planned.has_new =
        !request_.new_recipient.empty() && document.metadata().lists(request_.new_recipient);
    if (planned.has_new && request_.phase == Phase::Expand) return;
    const vault::CreationRule* rule = find_rule(planned);
    check_phase(planned);
    check_rewrappable(document.metadata());
    planned.key = keyring_.data_key(document.metadata());
    [[maybe_unused]] const vault::OpenDocument open =
        vault::open_document(document, planned.key, vault::MacCheck::Enforce);
    if (rule != nullptr) {
      find_drift(document.metadata(), *rule, planned);
      report_clear_values(document, *rule, planned, result.findings);
    }
    result.planned = std::move(planned);
  }

  const vault::CreationRule* find_rule(PlannedFile& planned) const {
    planned.config = vault::find_sops_config(
        planned.file.path, [&](std::string_view path) { return configs_.contains(path); });
    if (planned.config.empty()) return nullptr;
    const Config& config = configs_.find(planned.config)->second;
    if (config.fault) throw Error(*config.fault);
    const vault::CreationRule* rule =
        config.rules->match(vault::relative_to_config(planned.file.path, planned.config));
    planned.rule = rule == nullptr ? 0 : rule->number;
    return rule;
  }

  void check_phase(const PlannedFile& planned) const {
    if (request_.phase != Phase::Contract || planned.has_new) return;
    throw Error(Code::Refused, "lists the old key alone: it was not expanded")
        .hint(fmt::format("run holdfast rotate {} first, and give the cluster both keys",
                          request_.cluster));
  }

  // Later phases wrap a fresh data key to every recipient: prove now that they can.
  static void check_rewrappable(const vault::Metadata& metadata) {
    for (const vault::KeyGroup& group : metadata.groups) {
      for (const vault::AgeEntry& entry : group.age) {
        [[maybe_unused]] const age::RecipientPtr usable = age::parse_recipient(entry.recipient);
      }
      if (group.foreign.empty()) continue;
      throw Error(Code::Refused,
                  fmt::format("a fresh data key cannot be wrapped to its {} key {}",
                              group.foreign.front().kind,
                              group.foreign.front().names));
    }
  }

  void find_drift(const vault::Metadata& metadata,
                  const vault::CreationRule& rule,
                  PlannedFile& planned) const {
    for (const std::string& recipient : metadata.recipients()) {
      if (rule.names(recipient) || recipient == request_.new_recipient) continue;
      planned.drift.push_back(recipient);
      if (contains(request_.keep, recipient) || contains(request_.drop, recipient)) continue;
      throw Error(Code::Refused,
                  fmt::format("lists {}, which rule {} of {} does not name",
                              recipient,
                              rule.number,
                              planned.config))
          .hint(fmt::format("find out who put it there; then --keep {0} or --drop {0}", recipient));
    }
  }

  static void report_clear_values(const vault::Document& document,
                                  const vault::CreationRule& rule,
                                  const PlannedFile& planned,
                                  std::vector<std::string>& findings) {
    if (vault::encrypts_nothing(document)) {
      findings.push_back(
          fmt::format("{}: claims to be encrypted, but no value is", planned.file.path));
    }
    const vault::Selection wanted = rule.effective_selection();
    if (wanted == document.metadata().selection) return;
    const vault::Tree& tree = document.tree();
    const vault::SelectedNodes by_rule(tree, wanted);
    const vault::SelectedNodes by_file(tree, document.metadata().selection);
    std::size_t clear = 0;
    for (vault::NodeId id = 0; id < tree.nodes().size(); ++id) {
      const vault::Node& node = tree.node(id);
      const bool value = node.kind == vault::NodeKind::Scalar &&
                         node.type != vault::ScalarType::Null && !tree.value(node).empty();
      clear += value && by_rule.node(id) && !by_file.node(id) ? 1U : 0U;
    }
    if (clear == 0) return;
    findings.push_back(fmt::format("{}: {} value{} in the clear that rule {} of {} says are secret",
                                   planned.file.path,
                                   clear,
                                   clear == 1 ? " is" : "s are",
                                   rule.number,
                                   planned.config));
  }

  const PlanRequest& request_;
  const Configs& configs_;
  const vault::Keyring& keyring_;
};

// The rules that files left out stand under: the old key must stay on them.
std::set<std::pair<std::string, std::size_t>> rules_still_needed(
    const std::vector<PlannedFile>& outside) {
  std::set<std::pair<std::string, std::size_t>> needed;
  for (const PlannedFile& file : outside) needed.emplace(file.config, file.rule);
  return needed;
}

vault::RuleChange rule_change(const PlanRequest& request) {
  vault::RuleChange change;
  change.beside = request.old_recipient;
  if (request.phase != Phase::Contract) {
    // Without a key yet, any recipient proves that the rules can take one.
    change.add = {request.new_recipient.empty() ? age::X25519Identity::generate()->recipient()
                                                : request.new_recipient};
  }
  if (request.phase != Phase::Expand) change.remove = {request.old_recipient};
  return change;
}

std::optional<PlannedConfig> plan_config(
    const Config& config,
    const RotationPlan& plan,
    const std::set<std::pair<std::string, std::size_t>>& still_needed) {
  if (!config.rules) throw Error(*config.fault);
  vault::RuleChange change = rule_change(plan.request);
  for (const vault::CreationRule& rule : config.rules->rules) {
    if (!rule.names(plan.request.old_recipient)) continue;
    const bool keeps_old = still_needed.contains({config.file.path, rule.number});
    if (keeps_old && plan.request.phase == Phase::Contract) continue;
    if (keeps_old && plan.request.phase == Phase::OneShot) change.remove.clear();
    change.only_rules.push_back(rule.number);
  }
  if (change.only_rules.empty()) return std::nullopt;
  if (vault::change_rules(config.text, change) == config.text) return std::nullopt;
  return PlannedConfig{config.file, config.text, std::move(change)};
}

void plan_configs(const Configs& configs,
                  const std::vector<PlannedFile>& outside,
                  RotationPlan& plan) {
  const auto still_needed = rules_still_needed(outside);
  const auto governs = [&](const std::string& config) {
    return std::ranges::any_of(plan.files,
                               [&](const PlannedFile& file) { return file.config == config; });
  };
  for (const auto& [path, config] : configs) {
    if (config.text.find(plan.request.old_recipient) == std::string::npos) continue;
    if (!in_scope(path, plan.request) && !governs(path)) continue;
    try {
      if (auto planned = plan_config(config, plan, still_needed)) {
        plan.configs.push_back(std::move(*planned));
      }
    } catch (Error& error) {
      plan.blockers.push_back({path, error.in_file(path)});
    }
  }
}

void lint_configs(const Configs& configs, const std::vector<TreeFile>& files, RotationPlan& plan) {
  const auto concerned = [&](const std::string& path) {
    return std::ranges::any_of(plan.files, [&](const auto& file) { return file.config == path; });
  };
  for (const auto& [path, config] : configs) {
    if (!config.rules || !concerned(path)) continue;
    std::vector<std::string> governed;
    for (const TreeFile& file : files) {
      const std::string folder = path.substr(0, path.size() - vault::kSopsConfigName.size());
      if (file.path.starts_with(folder) && !is_config(file.path)) {
        governed.emplace_back(vault::relative_to_config(file.path, path));
      }
    }
    for (const vault::RuleFinding& finding : vault::lint_rules(*config.rules, governed)) {
      plan.findings.push_back(fmt::format("{}:{}: {}", path, finding.line, finding.text));
    }
  }
}

void find_uncommitted(const vault::git::Repository& repository, RotationPlan& plan) {
  std::vector<TreeFile> touched;
  for (const PlannedFile& file : plan.files) touched.push_back(file.file);
  for (const PlannedConfig& config : plan.configs) touched.push_back(config.file);
  for (const std::string& path : repository.uncommitted(touched)) {
    plan.blockers.push_back({path,
                             Error(Code::Refused, "has changes that are not committed")
                                 .in_file(path)
                                 .hint("commit them, or set them aside with git stash")});
  }
}

void find_untracked(const vault::git::Repository& repository, RotationPlan& plan) {
  if (repository.is_bare()) return;
  for (const std::string& path : repository.untracked()) {
    if (!in_scope(path, plan.request)) continue;
    try {
      const std::string text = read_file(repository.work_tree() / path);
      if (text.find(plan.request.old_recipient) == std::string::npos) continue;
      if (!vault::sniff(path, text)) continue;
      plan.findings.push_back(
          fmt::format("{}: lists the key, but Git does not track it: it is left as it is", path));
    } catch (const Error& error) {
      plan.findings.push_back(fmt::format("not looked at: {}", error.what()));
    }
  }
}

}  // namespace

void RotationPlan::name_new_key(const std::string& recipient) {
  request.new_recipient = recipient;
  for (PlannedConfig& config : configs) {
    if (!config.change.add.empty()) config.change.add = {recipient};
  }
}

std::string_view phase_name(Phase phase) noexcept {
  switch (phase) {
    case Phase::Expand:
      return "expand";
    case Phase::Contract:
      return "contract";
    case Phase::OneShot:
      return "one-shot";
  }
  return "";
}

RotationPlan plan_rotation(const vault::git::Repository& repository,
                           PlanRequest request,
                           const vault::Keyring& keyring,
                           const vault::ScanOptions& scan) {
  RotationPlan plan;
  plan.request = std::move(request);
  plan.branch = repository.head_branch().value_or("HEAD");
  const auto head = repository.resolve("HEAD");
  if (!head) throw Error(Code::Refused, "the repository has no commit yet").hint("commit first");
  plan.head = *head;

  const std::vector<TreeFile> files = repository.files(plan.head);
  const Configs configs = read_configs(repository, files);
  const Inspector inspector(plan.request, configs, keyring);
  std::vector<Preflight> results(files.size());
  vault::visit_files(
      repository,
      files,
      kMaxDocument,
      scan,
      [&](std::size_t i, std::string_view content) {
        results[i] = inspector.inspect(files[i], content);
      },
      [&](std::size_t i) {
        results[i].findings.push_back(
            fmt::format("{}: larger than 256 MiB, not looked at", files[i].path));
      });

  std::vector<PlannedFile> outside;
  for (std::size_t i = 0; i < results.size(); ++i) {
    Preflight& result = results[i];
    std::ranges::move(result.findings, std::back_inserter(plan.findings));
    if (result.blocker) plan.blockers.push_back({files[i].path, *result.blocker});
    if (result.outside) outside.push_back(std::move(*result.outside));
    if (!result.planned) continue;
    if (result.planned->rule == 0) plan.rule_less.push_back(files[i].path);
    plan.files.push_back(std::move(*result.planned));
  }
  for (const PlannedFile& file : outside) plan.outside.push_back(file.file.path);
  plan_configs(configs, outside, plan);
  lint_configs(configs, files, plan);
  find_uncommitted(repository, plan);
  find_untracked(repository, plan);
  return plan;
}

void refuse_blocked(const RotationPlan& plan) {
  if (plan.blockers.empty()) return;
  Code code = plan.blockers.front().error.code();
  std::string text;
  for (const Blocker& blocker : plan.blockers) {
    code = graver(code, blocker.error.code());
    text += fmt::format("\n  {}", blocker.error.what());
  }
  throw Error(code,
              fmt::format("{} file{} in the way of the rotation, nothing was changed:{}",
                          plan.blockers.size(),
                          plan.blockers.size() == 1 ? " stands" : "s stand",
                          text))
      .hint(plan.blockers.front().error.advice());
}

}  // namespace holdfast::keystore
