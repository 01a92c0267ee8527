#include "vault/rules/sops_config.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace holdfast::vault {
namespace {

using test::code_of;
using test::error_of;
using Texts = std::vector<std::string>;

SopsConfig rules(const std::string& list) { return SopsConfig::parse("creation_rules:\n" + list); }
CreationRule rule(const std::string& text) { return rules(text).rules.at(0); }
std::string fault(const std::string& list) {
  return error_of([&] { (void)rules(list); }).what();
}

TEST_CASE("sops_config: age is a text of parts or a list of texts", "[vault][rules]") {
  CHECK(rule("  - age: a,b\n").recipients() == Texts{"a", "b"});
  CHECK(rule("  - age: 'a,, b , '\n").recipients() == Texts{"a", "b"});
  CHECK(rule("  - age: >-\n      a,\n      b\n").recipients() == Texts{"a", "b"});
  CHECK(rule("  - age: |\n      a,\n      b,\n").recipients() == Texts{"a", "b"});
  CHECK(rule("  - age: [a, 'b,c']\n").recipients() == Texts{"a", "b", "c"});
  CHECK(rule("  - age:\n    - a\n    - b\n").recipients() == Texts{"a", "b"});
  CHECK(rule("  - age: a,a\n").recipients() == Texts{"a"});
  CHECK(rule("  - age: null\n").recipients().empty());
}

TEST_CASE("sops_config: line ends, byte order mark and comments change nothing", "[vault][rules]") {
  const SopsConfig config = SopsConfig::parse(
      "\xEF\xBB\xBF# rules\r\ncreation_rules:\r\n  - age: >-\r\n      a,\r\n      b\r\n");
  CHECK(config.rules.at(0).recipients() == Texts{"a", "b"});
  CHECK(config.rules.at(0).line == 3);
}

TEST_CASE("sops_config: key_groups win over the single options", "[vault][rules]") {
  const CreationRule read = rule(
      "  - age: z\n"
      "    shamir_threshold: 2\n"
      "    key_groups:\n"
      "      - age: [a, b, a]\n"
      "        merge:\n"
      "          - age: [c]\n"
      "            merge:\n"
      "              - age: [d]\n"
      "          - age: [a]\n"
      "            pgp: [F]\n"
      "      - age: ['e,f']\n");
  REQUIRE(read.groups.size() == 2);
  CHECK(read.groups[0].age == Texts{"d", "c", "a", "b"});
  CHECK(read.groups[0].foreign == Texts{"pgp F"});
  CHECK(read.groups[1].age == Texts{"e", "f"});
  CHECK(read.shamir_threshold == 2);
  CHECK(rule("  - key_groups: []\n    age: a\n").recipients() == Texts{"a"});
  CHECK(rule("  - key_groups:\n      -\n    age: a\n").recipients() == Texts{"a"});
}

TEST_CASE("sops_config: keeps keys of other kinds by name", "[vault][rules]") {
  CHECK(rule("  - age: a\n"
             "    pgp: F1,F2\n"
             "    kms: arn:1+role\n"
             "    gcp_kms: [g]\n"
             "    hckms: [region:h]\n"
             "    azure_keyvault: https://v/keys/k/1\n"
             "    hc_vault_transit_uri: https://h/v1/t/keys/k\n")
            .groups[0]
            .foreign == Texts{"pgp F1",
                              "pgp F2",
                              "kms arn:1+role",
                              "gcp_kms g",
                              "hckms region:h",
                              "azure_kv https://v/keys/k/1",
                              "hc_vault https://h/v1/t/keys/k"});
  CHECK(rule("  - key_groups:\n"
             "    - kms: [{arn: 'arn:1', role: r}, {arn: 'arn:2'}]\n"
             "      gcp_kms: [{resource_id: g}]\n"
             "      hckms: [{key_id: h}]\n"
             "      azure_keyvault: [{vaultUrl: https://v, key: k, version: '1'}]\n"
             "      hc_vault: [https://h/v1/t/keys/k]\n")
            .groups[0]
            .foreign == Texts{"kms arn:1+r",
                              "kms arn:2",
                              "gcp_kms g",
                              "hckms h",
                              "azure_kv https://v/keys/k/1",
                              "hc_vault https://h/v1/t/keys/k"});
}

TEST_CASE("sops_config: selection is one of six, or the default suffix", "[vault][rules]") {
  CHECK_FALSE(rule("  - age: a\n").selection);
  CHECK(rule("  - age: a\n").effective_selection() == Selection{});
  CHECK_FALSE(rule("  - age: a\n    unencrypted_suffix: ''\n").selection);
  const CreationRule read = rule(
      "  - age: a\n    encrypted_regex: 5\n    encrypted_suffix: ''\n    mac_only_encrypted: "
      "yes\n");
  CHECK(read.effective_selection() == Selection{SelectionKind::EncryptedRegex, "5", true});
  CHECK(fault("  - age: a\n    encrypted_regex: x\n    unencrypted_suffix: y\n") ==
        "line 2: unencrypted_suffix and encrypted_regex in one rule: sops takes at most one");
}

TEST_CASE("sops_config: numbers and truths are read as sops reads them", "[vault][rules]") {
  const auto threshold = [](const std::string& text) {
    return rule("  - age: a\n    shamir_threshold: " + text + "\n").shamir_threshold;
  };
  CHECK(threshold("2") == 2);
  CHECK(threshold("0x2") == 2);
  CHECK(threshold("2.5") == 2);
  CHECK(threshold("1e1") == 10);
  CHECK(threshold("-1") == -1);
  CHECK(threshold("null") == 0);
  const char* odd = GENERATE("'2'", "x", "true", "[2]", ".nan", ".inf", "99999999999999999999");
  CAPTURE(odd);
  CHECK(code_of([&] { (void)threshold(odd); }) == Code::Failed);

  const auto truth = [](const std::string& text) {
    return rule("  - age: a\n    mac_only_encrypted: " + text + "\n").mac_only_encrypted;
  };
  CHECK(truth("true"));
  CHECK(truth("'yes'"));
  CHECK(truth("On"));
  CHECK_FALSE(truth("FALSE"));
  CHECK_FALSE(truth("off"));
  CHECK_FALSE(truth("null"));
  CHECK(code_of([&] { (void)truth("'true'"); }) == Code::Failed);
  CHECK(code_of([&] { (void)truth("1"); }) == Code::Failed);
}

TEST_CASE("sops_config: merge keys fill in what a rule lacks", "[vault][rules]") {
  const SopsConfig config = rules(
      "  - &base\n    age: a\n    encrypted_regex: q\n    path_regex: base\n"
      "  - path_regex: x\n    <<: *base\n"
      "  - <<: [{age: b}, *base]\n"
      "  - age: null\n    <<: *base\n");
  CHECK(config.rules.at(1).path_regex == "x");
  CHECK(config.rules.at(1).recipients() == Texts{"a"});
  CHECK(config.rules.at(1).selection->pattern == "q");
  CHECK(config.rules.at(2).recipients() == Texts{"b"});
  CHECK(config.rules.at(2).path_regex == "base");
  CHECK(config.rules.at(3).recipients().empty());
}

TEST_CASE("sops_config: no rules is not an error", "[vault][rules]") {
  const char* text = GENERATE(
      "", "# nothing\n", "creation_rules:\n", "creation_rules: []\n", "stores: 5\n", "---\n");
  CAPTURE(text);
  CHECK(SopsConfig::parse(text).rules.empty());
  CHECK(SopsConfig::parse(text).match("x") == nullptr);
}

TEST_CASE("sops_config: null entries keep their number", "[vault][rules]") {
  const SopsConfig config = rules("  - null\n  - age: a\n");
  REQUIRE(config.rules.size() == 1);
  CHECK(config.rules[0].number == 2);
  CHECK(config.rules[0].line == 3);
}

TEST_CASE("sops_config: a fault is told with its line", "[vault][rules]") {
  CHECK(fault("  - age: 5\n") == "line 2: age must be a text or a list of texts");
  CHECK(fault("  - path_regex: x\n    age: {a: b}\n") ==
        "line 3: age must be a text or a list of texts");
  CHECK(fault("  - age: [a, null]\n") == "line 2: age must hold texts only");
  CHECK(fault("  - age:\n    - a\n    - [b]\n") == "line 4: age must hold texts only");
  CHECK(fault("  - path_regex: [x]\n") == "line 2: path_regex must be a text");
  CHECK(fault("  - text\n") == "line 2: a creation rule must be a map");
  CHECK(fault("  - hckms: text\n") == "line 2: hckms must be a list");
  CHECK(fault("  - key_groups: text\n") == "line 2: key_groups must be a list");
  CHECK(fault("  - key_groups:\n    - age: a\n") == "line 3: age must be a list");
  CHECK(fault("  - key_groups:\n    - age: [a]\n    - {}\n") == "line 4: an empty key group");
  CHECK(error_of([] { (void)SopsConfig::parse("creation_rules: {}\n"); }).what() ==
        std::string("line 1: creation_rules must be a list"));
  CHECK(
      std::string(error_of([] { (void)SopsConfig::parse("a: [\n"); }).what()).starts_with("line "));
}

TEST_CASE("sops_config: a hostile text is refused", "[vault][rules]") {
  const auto refused = [](const std::string& text) {
    return code_of([&] { (void)SopsConfig::parse(text); }) == Code::Failed;
  };
  CHECK(refused("a: " + std::string(101, '[') + std::string(101, ']')));
  CHECK(refused("a: " + std::string(100'000, '[')));
  CHECK(refused(std::string((std::size_t{1} << 20U) + 1, '\n')));
  CHECK(refused("a: &a [*a]\n"));
  CHECK(refused("a: 1\na: 2\n"));
  CHECK(refused("a: *b\n"));
  CHECK(refused("[]\n"));
  CHECK(refused("\xFF\xFE"));
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int level = 1; level < 30; ++level) {
    const std::string before = "*a" + std::to_string(level - 1);
    bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + before + ", " +
            before + "]\n";
  }
  CHECK(refused(bomb));
}

TEST_CASE("sops_config: every truncation is read or refused", "[vault][rules]") {
  const std::string whole =
      "creation_rules:\n"
      "  - &base\n"
      "    path_regex: ^a/.*\\.ya?ml$\n"
      "    age: >-\n"
      "      a,\n"
      "      b\n"
      "  - <<: *base\n"
      "    key_groups: [{age: [\"c\", 'd']}]\n";
  REQUIRE(SopsConfig::parse(whole).rules.size() == 2);
  std::set<std::size_t> counts;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    try {
      counts.insert(SopsConfig::parse(whole.substr(0, size)).rules.size());
    } catch (const Error& error) {
      CHECK(error.code() == Code::Failed);
    }
  }
  CHECK(counts == std::set<std::size_t>{0, 1, 2});
}

TEST_CASE("sops_config: the first rule that matches counts", "[vault][rules]") {
  const SopsConfig config = rules(
      "  - path_regex: ^services/.*/helm-values/\n    age: a\n"
      "  - path_regex: secret\n    age: b\n"
      "  - path_regex: ''\n    age: c\n");
  CHECK(config.match("services/x/helm-values/secret.yaml")->number == 1);
  CHECK(config.match("services/x/my-secret.yaml")->number == 2);
  CHECK(config.match("other")->number == 3);
  CHECK(rules("  - path_regex: ^a\n    age: a\n").match("b") == nullptr);
}

TEST_CASE("sops_config: a bad path_regex stops only the files that reach it", "[vault][rules]") {
  const SopsConfig config =
      rules("  - path_regex: ^a\n    age: a\n  - path_regex: ^(?!b)\n    age: b\n");
  CHECK(config.match("a")->number == 1);
  const Error error = error_of([&] { (void)config.match("c"); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()) ==
        "line 4: path_regex of rule 2: invalid regular expression: invalid perl operator: (?!");
}

TEST_CASE("sops_config: is found from the file upwards", "[vault][rules]") {
  const test::TempDir folder;
  const Path outer = folder.write(".sops.yaml", "");
  const Path inner = folder.write("a/b/.sops.yaml", "");
  const Path top = folder.path();
  CHECK(find_sops_config(top / "a/b/c/new.yaml", top) == inner);
  CHECK(find_sops_config(top / "a/x/../b/new.yaml", top) == inner);
  CHECK(find_sops_config(top / "a/new.yaml", top) == outer);
  CHECK(find_sops_config(top / "a/new.yaml", top / "") == outer);
  CHECK_FALSE(find_sops_config(top / "a/new.yaml", top / "a"));
}

TEST_CASE("sops_config: a link to a folder is not followed", "[vault][rules]") {
  const test::TempDir folder;
  folder.write("real/.sops.yaml", "");
  const Path top = folder.path();
  std::filesystem::create_directory_symlink(top / "real", top / "link");
  CHECK(find_sops_config(top / "link/x.yaml", top) == top / "link/.sops.yaml");
  std::filesystem::create_directories(top / "real/deep");
  std::filesystem::create_directory_symlink(top / "real/deep", top / "deep");
  CHECK_FALSE(find_sops_config(top / "deep/x.yaml", top));
}

TEST_CASE("sops_config: is found among the paths of a repository", "[vault][rules]") {
  const std::set<std::string, std::less<>> paths{"a/b/.sops.yaml", ".sops.yaml"};
  const auto exists = [&](std::string_view path) { return paths.contains(path); };
  CHECK(find_sops_config("a/b/c/d.yaml", exists) == "a/b/.sops.yaml");
  CHECK(find_sops_config("a/x.yaml", exists) == ".sops.yaml");
  CHECK(find_sops_config("x.yaml", exists) == ".sops.yaml");
  CHECK(find_sops_config("x.yaml", [](std::string_view) { return false; }).empty());
}

TEST_CASE("sops_config: paths are relative to the config's folder", "[vault][rules]") {
  CHECK(relative_to_config("a/b/c.yaml", "a/.sops.yaml") == "b/c.yaml");
  CHECK(relative_to_config("a/b/c.yaml", ".sops.yaml") == "a/b/c.yaml");
  CHECK(relative_to_config("ab/c.yaml", "a/.sops.yaml") == "ab/c.yaml");
}

}  // namespace
}  // namespace holdfast::vault
