#include "vault/document/metadata.h"

#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/document/document.h"

namespace holdfast::vault {

namespace {

constexpr std::string_view kAge = "  age:\n    - recipient: age1one\n      enc: wrapped\n";
constexpr std::string_view kRest =
    "  lastmodified: \"2026-11-23T21:15:39Z\"\n  mac: m\n  version: 3.7.3\n";

Document block(std::string_view fields) {
  SecretText text("a: 1\nsops:\n");
  text.append(fields);
  return Document::parse(std::move(text), Format::Yaml);
}

Document block(std::string_view one, std::string_view two) {
  return block(std::string(one) + std::string(two));
}

Code refusal(std::string_view fields) {
  return test::code_of([&] { static_cast<void>(block(fields)); });
}

}  // namespace

TEST_CASE("metadata: a block is read field by field", "[vault]") {
  const Document document =
      block(kAge,
            "  lastmodified: \"2026-11-23T21:15:39+00:00\"\n  mac: m\n  version: 3.7.3\n"
            "  encrypted_regex: ^data$\n  mac_only_encrypted: true\n  shamir_threshold: \"2\"\n");
  const Metadata& metadata = document.metadata();
  CHECK(metadata.recipients() == std::vector<std::string>{"age1one"});
  CHECK(metadata.lists("age1one"));
  CHECK_FALSE(metadata.lists("age1"));
  CHECK(metadata.groups.front().age.front().enc == "wrapped");
  CHECK(metadata.lastmodified == "2026-11-23T21:15:39+00:00");
  CHECK(metadata.mac_aad == "2026-11-23T21:15:39Z");
  CHECK(metadata.shamir_threshold == 2);
  CHECK(metadata.selection == Selection{SelectionKind::EncryptedRegex, "^data$", true});
}

TEST_CASE("metadata: without a rule the default suffix holds", "[vault]") {
  CHECK(block(kAge, kRest).metadata().selection == Selection{});
}

TEST_CASE("metadata: field names may be in any case, lists null or empty", "[vault]") {
  const Document document =
      block("  AGE:\n    - Recipient: age1one\n      ENC: e\n  kms: []\n  pgp: null\n", kRest);
  CHECK(document.metadata().lists("age1one"));
}

TEST_CASE("metadata: a document without a block is not encrypted", "[vault]") {
  const Document document = Document::parse(SecretText("a: 1\n"), Format::Yaml);
  CHECK_FALSE(document.is_encrypted());
  CHECK(test::code_of([&] { static_cast<void>(document.metadata()); }) == Code::Failed);
}

TEST_CASE("metadata: an empty file is read", "[vault]") {
  CHECK_FALSE(Document::parse(SecretText(""), Format::Yaml).is_encrypted());
}

TEST_CASE("metadata: what sops refuses is refused", "[vault]") {
  const std::string age(kAge);
  const std::string rest(kRest);
  CHECK(refusal("  null\n") == Code::Failed);
  CHECK(refusal(rest) == Code::Failed);                   // no keys
  CHECK(refusal("  age: []\n" + rest) == Code::Failed);   // no keys
  CHECK(refusal("  age: x\n" + rest) == Code::Failed);    // no list
  CHECK(refusal("  age: [x]\n" + rest) == Code::Failed);  // no map
  CHECK(refusal(age + "  mac: m\n  version: 3.7.3\n") == Code::Failed);
  CHECK(refusal(age + "  lastmodified: 2026-11-23T21:15:39Z\n  version: 3.7.3\n") == Code::Failed);
  CHECK(refusal(age + rest + "  encrypted_suffix: a\n  encrypted_regex: b\n") == Code::Failed);
  CHECK(refusal(age + rest + "  shamir_threshold: two\n") == Code::Failed);
  CHECK(refusal(age + rest + "  mac_only_encrypted: maybe\n") == Code::Failed);
  CHECK(refusal(age + rest + "  pgp:\n    - fp: AB\n      enc: e\n") == Code::Failed);
  CHECK(refusal(age + rest +
                "  hckms:\n    - key_id: x\n      created_at: \"2020-01-01T00:00:00Z\"\n") ==
        Code::Failed);
}

TEST_CASE("metadata: versions are semantic ones, or any of the first", "[vault]") {
  const std::string head = std::string(kAge) + "  lastmodified: \"2026-11-23T21:15:39Z\"\n";
  for (const char* version : {"3.7.3", "v3.13.3", "4.0.0-rc.1+x", "1.x"}) {
    CHECK_NOTHROW(block(head + "  version: " + version + "\n"));
  }
  for (const char* version : {"3.9", "\"\"", "x", "3.9.x", "3.09.1", "3.9.1.2"}) {
    INFO(version);
    CHECK(refusal(head + "  version: " + version + "\n") == Code::Failed);
  }
}

TEST_CASE("metadata: foreign keys are told by what names them", "[vault]") {
  const Document document = Document::parse(
      SecretText(test::read_fixture("sops/22-foreign-master-keys.enc.yaml")), Format::Yaml);
  const auto& foreign = document.metadata().groups.front().foreign;
  REQUIRE(foreign.size() == 6);
  CHECK(foreign[0].names ==
        "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000");
  CHECK(foreign[3].names == "https://v.example/k/1");
  CHECK(foreign[5].kind == "pgp");
}

TEST_CASE("metadata: lists at the top hide key groups", "[vault]") {
  const std::string groups =
      "  key_groups:\n    - age:\n        - {recipient: age1two, enc: e}\n"
      "    - age:\n        - {recipient: age1three, enc: e}\n";
  CHECK(block(groups, kRest).metadata().groups.size() == 2);
  CHECK(block(std::string(kAge) + groups, kRest).metadata().recipients() ==
        std::vector<std::string>{"age1one"});
}

TEST_CASE("metadata: a second block in one JSON object is an error", "[vault]") {
  const std::string one = R"({"age":[{"recipient":"r","enc":"e"}],"version":"3.7.3",)"
                          R"("lastmodified":"2026-11-23T21:15:39Z"})";
  const auto parse = [](const std::string& text) {
    static_cast<void>(Document::parse(SecretText(text), Format::Json));
  };
  CHECK_NOTHROW(parse(R"({"sops":)" + one + "}"));
  CHECK(test::code_of([&] { parse(R"({"sops":)" + one + R"(,"sops":)" + one + "}"); }) ==
        Code::Failed);
}

}  // namespace holdfast::vault
