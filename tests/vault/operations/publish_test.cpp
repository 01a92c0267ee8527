#include "vault/operations/publish.h"

#include "tests/support/catch.h"
#include "tests/vault/operations/toy_file.h"
#include "vault/rules/destination_rule.h"

namespace holdfast::vault {

TEST_CASE("publish: as it is, or encrypted anew by the whole recreation rule", "[vault][publish]") {
  const test::ToyFile file = test::ToyFile::encrypt("a: one\ndata: two\n");
  const auto rule_of = [](const std::string& more) {
    return read_destination_rules("destination_rules:\n- path: out\n  recreation_rule:\n" + more)
        .front()
        .recreation_rule;
  };
  CHECK(published_text(file.opened(), nullptr, Time{}, nullptr).expose() == file.text());
  const auto empty = rule_of("    encrypted_regex: ^data$\n");
  CHECK(published_text(file.opened(), &*empty, Time{}, nullptr).expose() == file.text());
  const auto other =
      rule_of("    age: " + std::string(test::kToyKey2) + "\n    encrypted_regex: ^data$\n");
  const SecretText text = published_text(file.opened(), &*other, Time{}, nullptr);
  CHECK(text.expose().starts_with("a: one\ndata: ENC["));
  const Document after = Document::parse(text.clone(), Format::Yaml);
  CHECK_FALSE(test::toy_keyring("key1").try_data_key(after.metadata()).has_value());
  const auto key = test::toy_keyring("key2").data_key(after.metadata());
  CHECK_FALSE(std::ranges::equal(key.expose(), file.opened().key.expose()));
  CHECK(plain_text(after, open_document(after, key, MacCheck::Enforce)).expose() == file.plain());
}

}  // namespace holdfast::vault
