#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"
#include "vault/document/metadata.h"
#include "vault/rules/edit_rules.h"
#include "vault/rules/sops_config.h"
#include "vault/stores/yaml_index.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault {
namespace {

const std::string kKey1 = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
const std::string kKey2 = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";

// What a rule makes of a file.
struct Outcome {
  std::vector<std::vector<std::string>> groups;
  Selection selection;
  int threshold = 0;
};

std::string shown(const std::optional<Outcome>& outcome) {
  if (!outcome) return "refused";
  std::string text = std::string(selection_field(outcome->selection.kind)) + " " +
                     outcome->selection.pattern + " " +
                     (outcome->selection.mac_only_encrypted ? "mac_only " : "") +
                     std::to_string(outcome->threshold);
  for (const auto& group : outcome->groups) {
    text += "\ngroup";
    for (const std::string& recipient : group) text += "\n  " + recipient;
  }
  return text;
}

// A folder with a config, and the two programs' opinions on files below it.
class Rules {
 public:
  explicit Rules(std::string sops) : sops_(std::move(sops)) {}

  void write(const std::string& config) {
    text_ = config;
    config_ = folder_.write("conf/.sops.yaml", config);
    plain_ = folder_.write("plain.yaml", "a: b\ndata: c\n");
  }
  // A file relative to the config's folder.
  [[nodiscard]] Path file(const std::string& name) const { return config_.parent_path() / name; }

  [[nodiscard]] std::optional<Outcome> sops_says(const Path& file) const {
    const ChildResult result = run_child({sops_,
                                          "--disable-version-check",
                                          "--config",
                                          config_.string(),
                                          "encrypt",
                                          "--filename-override",
                                          file.string(),
                                          "--input-type",
                                          "yaml",
                                          "--output-type",
                                          "yaml",
                                          plain_.string()},
                                         {},
                                         std::size_t{1} << 20U);
    if (result.exit_code != 0) return std::nullopt;
    const Tree tree = index_yaml(result.output.expose());
    const std::optional<Metadata> metadata = read_metadata(tree);
    REQUIRE(metadata);
    Outcome outcome{{}, metadata->selection, metadata->shamir_threshold};
    for (const KeyGroup& group : metadata->groups) {
      auto& recipients = outcome.groups.emplace_back();
      for (const AgeEntry& entry : group.age) {
        // sops wraps twice for a recipient that stands twice in a single-key option.
        if (std::ranges::find(recipients, entry.recipient) == recipients.end())
          recipients.push_back(entry.recipient);
      }
    }
    return outcome;
  }

  [[nodiscard]] std::optional<Outcome> we_say(const Path& file) const {
    const std::string plain = file.lexically_normal().string();
    try {
      const SopsConfig config = SopsConfig::parse(text_);
      const CreationRule* rule = config.match(relative_to_config(plain, config_.string()));
      if (rule == nullptr || rule->recipients().empty()) return std::nullopt;
      Outcome outcome{{}, rule->effective_selection(), rule->shamir_threshold};
      for (const RuleGroup& group : rule->groups) outcome.groups.push_back(group.age);
      if (outcome.groups.size() > 1 && outcome.threshold == 0)
        outcome.threshold = static_cast<int>(outcome.groups.size());
      return outcome;
    } catch (const Error& error) {
      return std::nullopt;
    }
  }

  void check(const Path& file) const {
    CAPTURE(text_, file);
    CHECK(shown(we_say(file)) == shown(sops_says(file)));
  }

 private:
  std::string sops_;
  test::TempDir folder_;
  std::string text_;
  Path config_;
  Path plain_;
};

void check_all(Rules& rules, const std::string& text) {
  rules.write(text);
  const std::size_t count = SopsConfig::parse(text).rules.size();
  REQUIRE(count > 4);
  for (std::size_t number = 1; number <= count; ++number) {
    const Path file = rules.file(std::to_string(number) + "/x.yaml");
    rules.check(file);
    CHECK(rules.we_say(file));
  }
}

TEST_CASE("sops_rules: every form of rule means the same to sops", "[interop]") {
  const std::optional<std::string> sops = test::peer_program("sops");
  if (!sops) return;
  const std::string name =
      GENERATE("texts.yaml", "crlf.yaml", "lists.yaml", "anchors.yaml", "groups.yaml");
  const std::string text = test::read_fixture(Path("rules") / name);
  Rules rules(*sops);
  check_all(rules, text);
}

TEST_CASE("sops_rules: an edited rule means the same to sops", "[interop]") {
  const std::optional<std::string> sops = test::peer_program("sops");
  if (!sops) return;
  const std::string name =
      GENERATE("texts.yaml", "crlf.yaml", "lists.yaml", "anchors.yaml", "groups.yaml");
  const std::string text = test::read_fixture(Path("rules") / name);
  Rules rules(*sops);
  const std::string both =
      change_rules(text, {.beside = kKey1, .add = {kKey2}, .remove = {}, .only_rules = {}});
  CHECK(both.size() > text.size());
  check_all(rules, both);
  const std::string after =
      change_rules(both, {.beside = kKey2, .add = {}, .remove = {kKey1}, .only_rules = {}});
  check_all(rules, after);
  for (const CreationRule& rule : SopsConfig::parse(after).rules) {
    CHECK(rule.names(kKey2));
    CHECK_FALSE(rule.names(kKey1));
  }
}

TEST_CASE("sops_rules: the same rule is taken for a path", "[interop]") {
  const std::optional<std::string> sops = test::peer_program("sops");
  if (!sops) return;
  Rules rules(*sops);
  rules.write(
      "creation_rules:\n"
      "  - null\n"
      "  - path_regex: ^services/.*/helm-values/.*\\.ya?ml$\n"
      "    age: " +
      kKey1 +
      "\n"
      "    encrypted_regex: one\n"
      "  - path_regex: (?i)secret\n"
      "    age: " +
      kKey1 +
      "\n"
      "    encrypted_regex: two\n"
      "  - path_regex: ^/.*/other/\n"
      "    age: " +
      kKey1 +
      "\n"
      "    encrypted_regex: three\n"
      "  - path_regex: ^empty/\n"
      "  - path_regex: 5\n"
      "    age: " +
      kKey1 +
      "\n"
      "    encrypted_regex: four\n"
      "  - path_regex: ^services/(?!x)\n"
      "    age: " +
      kKey2 + "\n");
  for (const char* name : {"services/a/helm-values/b.yaml",
                           "services/a/helm-values/b.yml",
                           "x/services/a/helm-values/b.yaml",
                           "services/a/helm-values/b.json",
                           "a/MySecret.yaml",
                           "a/../services/./c/helm-values/d.yaml",
                           "../other/x.yaml",
                           "../conf2/plain.yaml",
                           "empty/x.yaml",
                           "a5.yaml",
                           "a.yaml"}) {
    rules.check(rules.file(name));
  }
  CHECK(rules.we_say(rules.file("services/a/helm-values/b.yaml")));
  CHECK(rules.we_say(rules.file("../other/x.yaml")));
}

TEST_CASE("sops_rules: the same values of options are taken", "[interop]") {
  const std::optional<std::string> sops = test::peer_program("sops");
  if (!sops) return;
  const std::string option = GENERATE("shamir_threshold: '2'",
                                      "shamir_threshold: 2.5",
                                      "shamir_threshold: 0x2",
                                      "shamir_threshold: 1e1",
                                      "shamir_threshold: true",
                                      "shamir_threshold: null",
                                      "mac_only_encrypted: yes",
                                      "mac_only_encrypted: 'On'",
                                      "mac_only_encrypted: 'true'",
                                      "mac_only_encrypted: 1",
                                      "path_regex: ''",
                                      "path_regex: [x]",
                                      "path_regex: null",
                                      "encrypted_regex: 5",
                                      "unencrypted_suffix: ''",
                                      "encrypted_comment_regex: sops",
                                      "{encrypted_regex: x, unencrypted_regex: y}",
                                      "age: [x]",
                                      "key_groups: text",
                                      "key_groups: [{age: " + kKey2 + "}]",
                                      "key_groups: [null]",
                                      "hckms: text",
                                      "hckms: []",
                                      "pgp: 5",
                                      "unknown: {a: b}");
  Rules rules(*sops);
  const bool is_map = option.starts_with('{');
  rules.write("creation_rules:\n  - age: " + kKey1 + "\n    " +
              (is_map ? "<<: " + option : option) + "\n");
  rules.check(rules.file("x.yaml"));
}

}  // namespace
}  // namespace holdfast::vault
