#include "vault/rules/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace holdfast::vault {

namespace {

using Paths = std::vector<std::string>;

bool is_everything(const CreationRule& rule) { return rule.pattern == nullptr; }

bool matches(const CreationRule& rule, std::string_view path) {
  return rule.pattern_fault.empty() && (is_everything(rule) || rule.pattern->found_in(path));
}

// "a", "a and b", "a, b and 3 more".
std::string named(const Paths& paths) {
  if (paths.size() == 1) return paths[0];
  if (paths.size() == 2) return fmt::format("{} and {}", paths[0], paths[1]);
  return fmt::format("{}, {} and {} more", paths[0], paths[1], paths.size() - 2);
}

// Which files each rule matches, and which of them it gets as the first that does.
struct Reach {
  std::vector<Paths> matched;
  std::vector<Paths> taken;
  Paths ruleless;  // no rule matches, and no rule before them is broken
};

Reach reach_of(const SopsConfig& config, const Paths& paths) {
  Reach reach{std::vector<Paths>(config.rules.size()), std::vector<Paths>(config.rules.size()), {}};
  for (const std::string& path : paths) {
    bool decided = false;
    for (std::size_t at = 0; at < config.rules.size(); ++at) {
      const CreationRule& rule = config.rules[at];
      if (!rule.pattern_fault.empty()) decided = true;  // sops fails here
      if (!matches(rule, path)) continue;
      reach.matched[at].push_back(path);
      if (!std::exchange(decided, true)) reach.taken[at].push_back(path);
    }
    if (!decided) reach.ruleless.push_back(path);
  }
  return reach;
}

class Linter {
 public:
  Linter(const SopsConfig& config, const Paths& paths)
      : config_(config), reach_(reach_of(config, paths)) {}

  std::vector<RuleFinding> findings() {
    for (std::size_t at = 0; at < config_.rules.size(); ++at) {
      check_patterns(config_.rules[at]);
      check_recipients(config_.rules[at]);
      check_shadow(at);
      check_values_files(at);
      check_key_files(at);
    }
    check_ruleless();
    return std::move(findings_);
  }

 private:
  void find(const CreationRule& rule, std::string text, std::string advice) {
    findings_.push_back({rule.number, rule.line, std::move(text), std::move(advice)});
  }

  void check_patterns(const CreationRule& rule) {
    if (!rule.pattern_fault.empty()) {
      find(rule,
           fmt::format("path_regex: {}: sops fails for every file that reaches this rule",
                       rule.pattern_fault),
           "write it in RE2 syntax, with a rule for the exception above this one");
    }
    const std::optional<std::string> fault = selection_fault(rule);
    if (!fault) return;
    find(rule,
         fmt::format("{}: {}: sops takes it as a pattern that matches nothing, without a word",
                     selection_field(rule.selection->kind),
                     *fault),
         "write it in RE2 syntax");
  }

  static bool is_suffix(SelectionKind kind) {
    return kind == SelectionKind::UnencryptedSuffix || kind == SelectionKind::EncryptedSuffix;
  }

  static std::optional<std::string> selection_fault(const CreationRule& rule) {
    if (!rule.selection || is_suffix(rule.selection->kind)) return std::nullopt;
    try {
      const Pattern pattern(rule.selection->pattern);
      return std::nullopt;
    } catch (const Error& error) {
      return error.what();
    }
  }

  void check_recipients(const CreationRule& rule) {
    const bool empty = std::ranges::all_of(rule.groups, [](const RuleGroup& group) {
      return group.age.empty() && group.foreign.empty();
    });
    if (empty) {
      find(rule,
           "names no key: sops refuses its files unless keys are given on the command line",
           "name the recipients under `age`");
    }
    for (const std::string& recipient : rule.recipients()) {
      if (!recipient.starts_with("age1") || recipient.find_first_of(" \t\n") == std::string::npos)
        continue;
      find(rule,
           "two recipients with a blank but no comma between them: sops takes them for one, which "
           "is none",
           "end each recipient but the last with a comma");
      return;
    }
  }

  // The rules above that take what this one matches.
  void check_shadow(std::size_t at) {
    const CreationRule& rule = config_.rules[at];
    const auto first = config_.rules.begin();
    const auto above = first + static_cast<std::ptrdiff_t>(at);
    const auto catch_all = std::find_if(first, above, is_everything);
    if (catch_all != above) return find_shadowed(rule, *catch_all, "every file");
    if (reach_.matched[at].empty() || !reach_.taken[at].empty()) return;
    const std::string& path = reach_.matched[at].front();
    const auto taker = std::find_if(first, above, [&path](const CreationRule& each) {
      return !each.pattern_fault.empty() || matches(each, path);
    });
    if (!taker->pattern_fault.empty()) return;  // a finding of its own
    find_shadowed(rule, *taker, named(reach_.matched[at]));
  }

  void find_shadowed(const CreationRule& rule, const CreationRule& by, std::string_view what) {
    find(rule,
         fmt::format(
             "no file reaches it: rule {} (line {}) takes {} first", by.number, by.line, what),
         fmt::format("move it above rule {}: sops takes the first rule that matches", by.number));
  }

  // True for a selection that is made for Kubernetes Secrets, and so finds nothing elsewhere.
  static bool is_for_secrets(const CreationRule& rule) {
    constexpr std::array<std::string_view, 8> kUsual{
        "password", "passwd", "token", "secret", "apiKey", "key", "values", "credentials"};
    if (!rule.selection || rule.selection->kind != SelectionKind::EncryptedRegex) return false;
    if (selection_fault(rule)) return false;
    const Pattern pattern(rule.selection->pattern);
    return (pattern.found_in("data") || pattern.found_in("stringData")) &&
           std::ranges::none_of(kUsual,
                                [&](std::string_view key) { return pattern.found_in(key); });
  }

  void check_values_files(std::size_t at) {
    const CreationRule& rule = config_.rules[at];
    const Paths values = those(reach_.taken[at], values_file_);
    if (values.empty() || !is_for_secrets(rule)) return;
    find(rule,
         fmt::format("encrypted_regex {} leaves every value of {} in the clear, while the file has "
                     "a sops block",
                     rule.selection->pattern,
                     named(values)),
         "put a rule for helm-values/ without encrypted_regex above it");
  }

  void check_key_files(std::size_t at) {
    const CreationRule& rule = config_.rules[at];
    const Paths keys = those(reach_.taken[at], key_file_);
    const bool meant = rule.path_regex && key_path_regex_.found_in(*rule.path_regex);
    if (keys.empty() && !meant) return;
    find(rule,
         fmt::format("encrypts age key files ({}): one that is encrypted to itself is a backup "
                     "that nobody can open",
                     keys.empty() ? *rule.path_regex : named(keys)),
         "keep private keys in the keystore, and leave them out of the rule");
  }

  void check_ruleless() {
    const Paths secrets = those(reach_.ruleless, secret_file_);
    Paths found;
    std::ranges::copy_if(secrets, std::back_inserter(found), [this](const std::string& path) {
      return !flux_file_.found_in(path);
    });
    if (found.empty()) return;
    findings_.push_back({0,
                         config_.rules.empty() ? 1 : config_.rules.front().line,
                         fmt::format("no rule matches {}", named(found)),
                         "let a path_regex cover both services/ and managed-services/"});
  }

  static Paths those(const Paths& paths, const Pattern& pattern) {
    Paths result;
    std::ranges::copy_if(paths, std::back_inserter(result), [&pattern](const std::string& path) {
      return pattern.found_in(path);
    });
    return result;
  }

  const SopsConfig& config_;
  Reach reach_;
  std::vector<RuleFinding> findings_;
  Pattern values_file_{R"((^|/)helm-values/[^/]+\.ya?ml$)"};
  Pattern secret_file_{
      R"((^|/)(managed-)?services/.*(/helm-values/[^/]+|[^/]*[sS]ecret[^/]*\.ya?ml)$)"};
  Pattern flux_file_{R"((^|/)(managed-)?services/(fluxcd|sources)/)"};  // plain objects of Flux
  Pattern key_file_{R"((^|/)age/keys/[^/]+$|(^|[/_-])keys?\.txt$|\.agekey$|(^|/)age\.key$)"};
  Pattern key_path_regex_{R"(age/keys|\.agekey|keys?\\?\.txt)"};
};

}  // namespace

std::vector<RuleFinding> lint_rules(const SopsConfig& config,
                                    const std::vector<std::string>& paths) {
  return Linter(config, paths).findings();
}

}  // namespace holdfast::vault
