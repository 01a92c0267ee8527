#include "vault/rules/lint.h"

#include "tests/support/catch.h"

#include <string>
#include <vector>

namespace holdfast::vault {
namespace {

using Paths = std::vector<std::string>;

std::vector<RuleFinding> lint(const std::string& rules, const Paths& paths = {}) {
  return lint_rules(SopsConfig::parse("creation_rules:\n" + rules), paths);
}

RuleFinding only(const std::string& rules, const Paths& paths = {}) {
  const std::vector<RuleFinding> findings = lint(rules, paths);
  REQUIRE(findings.size() == 1);
  CHECK_FALSE(findings[0].advice.empty());
  return findings[0];
}

const std::string kValuesRule =
    "  - path_regex: '^(managed-services|services)/.*/helm-values/.*\\.ya?ml$'\n"
    "    age: age1a\n";
const std::string kSecretRule =
    "  - path_regex: '^(managed-services|services)/.*-secret\\.ya?ml$'\n"
    "    encrypted_regex: '^(data|stringData)$'\n"
    "    age: age1a\n";

const Paths kOverlay{"kustomization.yaml",
                     "services/fluxcd/external-secrets.yaml",
                     "services/sources/opencenter-cert-manager.yaml",
                     "services/cert-manager/kustomization.yaml",
                     "services/cert-manager/dns-credentials-secret.yaml",
                     "services/cert-manager/helm-values/override-values.yaml",
                     "managed-services/alert-proxy/account-token-secret.yaml",
                     "managed-services/alert-proxy/helm-values/override-values.yaml"};

TEST_CASE("lint: the usual rules in the right order are fine", "[vault][rules]") {
  CHECK(lint(kValuesRule + kSecretRule, kOverlay).empty());
  CHECK(lint(kValuesRule + kSecretRule).empty());
}

TEST_CASE("lint: a broad rule above the one for values files", "[vault][rules]") {
  const std::vector<RuleFinding> findings = lint(
      "  - path_regex: '^(managed-)?services/.*/.*\\.ya?ml$'\n"
      "    encrypted_regex: '^(data|stringData)$'\n"
      "    age: age1a\n" +
          kValuesRule,
      kOverlay);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].rule == 1);
  CHECK(findings[0].line == 2);
  CHECK(findings[0].text ==
        "encrypted_regex ^(data|stringData)$ leaves every value of "
        "services/cert-manager/helm-values/override-values.yaml and "
        "managed-services/alert-proxy/helm-values/override-values.yaml in the clear, while the "
        "file has a sops block");
  CHECK(findings[1].rule == 2);
  CHECK(findings[1].line == 5);
  CHECK(findings[1].text.starts_with("no file reaches it: rule 1 (line 2) takes services/"));
}

TEST_CASE("lint: a selection that finds values is no trap", "[vault][rules]") {
  CHECK(lint("  - age: age1a\n    encrypted_regex: (?i)password|data\n", kOverlay).empty());
  CHECK(lint("  - age: age1a\n    encrypted_suffix: data\n", kOverlay).empty());
}

TEST_CASE("lint: secrets that no rule covers", "[vault][rules]") {
  const RuleFinding finding =
      only("  - path_regex: ^managed-services/\n    age: age1a\n", kOverlay);
  CHECK(finding.rule == 0);
  CHECK(finding.text ==
        "no rule matches services/cert-manager/dns-credentials-secret.yaml and "
        "services/cert-manager/helm-values/override-values.yaml");
}

TEST_CASE("lint: expressions that RE2 refuses", "[vault][rules]") {
  const RuleFinding path = only("  - path_regex: ^(?!x)\n    age: age1a\n", kOverlay);
  CHECK(path.text ==
        "path_regex: invalid regular expression: invalid perl operator: (?!: sops fails for every "
        "file that reaches this rule");
  const RuleFinding selection = only("  - encrypted_regex: (\n    age: age1a\n", kOverlay);
  CHECK(selection.text ==
        "encrypted_regex: invalid regular expression: missing ): (: sops takes it as a pattern "
        "that matches nothing, without a word");
}

TEST_CASE("lint: rules below one that takes everything", "[vault][rules]") {
  const RuleFinding finding = only("  - age: age1a\n  - path_regex: x\n    age: age1b\n");
  CHECK(finding.rule == 2);
  CHECK(finding.text == "no file reaches it: rule 1 (line 2) takes every file first");
}

TEST_CASE("lint: a rule that gets one file of many is no trap", "[vault][rules]") {
  CHECK(lint("  - path_regex: ^a/\n    age: age1a\n  - path_regex: x\n    age: age1b\n",
             {"a/x", "b/x"})
            .empty());
}

TEST_CASE("lint: rules that encrypt key files", "[vault][rules]") {
  const RuleFinding reached =
      only("  - path_regex: ^secrets/\n    age: age1a\n", {"secrets/age/keys/prod_keys.txt"});
  CHECK(reached.text.starts_with("encrypts age key files (secrets/age/keys/prod_keys.txt)"));
  const RuleFinding meant = only("  - path_regex: ^secrets/age/keys/.*\n    age: age1a\n");
  CHECK(meant.text.starts_with("encrypts age key files (^secrets/age/keys/.*)"));
}

TEST_CASE("lint: recipients without a comma, and rules without recipients", "[vault][rules]") {
  CHECK(only("  - age: >-\n      age1a\n      age1b\n").text.starts_with("two recipients"));
  CHECK(lint("  - age: ssh-ed25519 AAAA\n").empty());
  CHECK(only("  - path_regex: x\n").text.starts_with("names no key"));
}

}  // namespace
}  // namespace holdfast::vault
