#include "vault/rules/destination_rule.h"

#include "tests/support/catch.h"

namespace holdfast::vault {

namespace {

Code code_of(std::string_view config) {
  return test::code_of([&] { static_cast<void>(read_destination_rules(config)); });
}

}  // namespace

TEST_CASE("destinations: the first rule whose path matches", "[vault][rules]") {
  const auto rules = read_destination_rules(
      "destination_rules:\n"
      "- s3_bucket: b\n  s3_prefix: p/\n  path_regex: ^s3/\n"
      "- vault_path: team\n  vault_address: https://v:8200\n  vault_kv_version: 1\n"
      "  path_regex: vault\n  omit_extensions: true\n"
      "- path: out\n  recreation_rule:\n    age: age1x\n    encrypted_regex: ^data$\n");
  REQUIRE(rules.size() == 3);
  CHECK(match(rules, "s3/a.yaml") == rules.data());
  CHECK(rules[0].name_of("s3/a.yaml", false) == "p/a.yaml");
  CHECK(match(rules, "x/vault/a.b.yaml")->kind == DestinationKind::Vault);
  CHECK(rules[1].name_of("x/vault/a.b.yaml", false) == "team/a.b");
  CHECK(rules[1].vault_version == 1);
  CHECK(match(rules, "other")->recreation_rule->names("age1x"));
  CHECK(match(rules, "other")->recreation_rule->effective_selection().pattern == "^data$");
  CHECK(rules[2].name_of("a.yaml", true) == "a");
}

TEST_CASE("destinations: what is no destination is refused with its line", "[vault][rules]") {
  CHECK(read_destination_rules("").empty());
  CHECK(read_destination_rules("creation_rules: []\n").empty());
  CHECK(code_of("destination_rules: {}\n") == Code::Failed);
  CHECK(code_of("destination_rules: [x]\n") == Code::Failed);
  CHECK(code_of("destination_rules:\n- path_regex: a\n") == Code::Failed);
  CHECK(code_of("destination_rules:\n- s3_bucket: a\n  gcs_bucket: b\n") == Code::Failed);
  CHECK(code_of("destination_rules:\n- s3_bucket: [a]\n") == Code::Failed);
  const auto rules =
      read_destination_rules("destination_rules:\n- s3_bucket: b\n  path_regex: (\n");
  CHECK(test::code_of([&] { static_cast<void>(match(rules, "a")); }) == Code::Failed);
}

}  // namespace holdfast::vault
