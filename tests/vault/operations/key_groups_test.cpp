#include "vault/operations/key_groups.h"

#include "crypto/age/x25519.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/vault/operations/toy_file.h"
#include "vault/rules/sops_config.h"

namespace holdfast::vault {

namespace {

using test::kToyKey1;
using test::kToyKey2;
using test::lines_that_differ;
using test::ToyFile;

constexpr Time kLater{std::chrono::seconds(1'800'000'000)};
const std::string kOne(kToyKey1);
const std::string kTwo(kToyKey2);

ToyFile vector_file(std::string_view name) {
  return ToyFile(test::read_fixture("sops/" + std::string(name) + ".enc.yaml"));
}

std::string changed(const ToyFile& file, const KeyGroups& wanted) {
  const Keyring ring = test::toy_keyring();
  const KeyAccess access{{ring.identities().front().get()}, nullptr};
  return std::string(
      change_groups(file.document(), file.opened().key, wanted, kLater, access).expose());
}

Metadata metadata_of(const std::string& text) {
  return Document::parse(SecretText(text), Format::Yaml).metadata();
}

Code code_of_change(const ToyFile& file, const KeyGroups& wanted) {
  return test::code_of([&] { static_cast<void>(changed(file, wanted)); });
}

}  // namespace

TEST_CASE("key groups: keys that stay keep their entries, and values stay", "[vault][groups]") {
  const ToyFile file = ToyFile::encrypt("a: one\n# note\nb: two\n");
  const std::string after = changed(file, {{{kOne, kTwo}}, 0});
  CHECK(ToyFile(after).plain() == file.plain());
  CHECK(ToyFile(after).ciphertext("a") == file.ciphertext("a"));
  CHECK(ToyFile(after).ciphertext("sops.mac") == file.ciphertext("sops.mac"));
  const Metadata metadata = metadata_of(after);
  CHECK(metadata.groups.front().age[0].enc == file.document().metadata().groups.front().age[0].enc);
  CHECK(test::toy_keyring("key2").data_key(metadata).expose().front() ==
        file.opened().key.expose().front());
  CHECK(changed(ToyFile(after), {{{kOne}}, 0}) == file.text());
}

TEST_CASE("key groups: entries of other kinds stay byte for byte", "[vault][groups]") {
  const ToyFile file = vector_file("22-foreign-master-keys");
  KeyGroups wanted = groups_of(file.document().metadata());
  wanted.groups.front().push_back(kTwo);
  const std::string after = changed(file, wanted);
  const Metadata before = file.document().metadata();
  const Metadata now = metadata_of(after);
  REQUIRE(now.groups.front().foreign.size() == before.groups.front().foreign.size());
  for (std::size_t i = 0; i < now.groups.front().foreign.size(); ++i) {
    CHECK(now.groups.front().foreign[i].names == before.groups.front().foreign[i].names);
    CHECK(now.groups.front().foreign[i].enc == before.groups.front().foreign[i].enc);
  }
  wanted.groups.front().pop_back();
  CHECK(changed(ToyFile(after), wanted) == changed(file, wanted));
}

TEST_CASE("key groups: a key of another kind that would have to be wrapped is refused",
          "[vault][groups]") {
  const ToyFile foreign = vector_file("22-foreign-master-keys");
  KeyGroups wanted = groups_of(foreign.document().metadata());
  wanted.groups.push_back({kTwo});
  CHECK(code_of_change(foreign, wanted) == Code::Refused);
  const ToyFile file = ToyFile::encrypt("a: one\n");
  CHECK(code_of_change(file, {{{kOne, "kms arn:aws:kms:eu-west-1:1:key/x"}}, 0}) == Code::Refused);
  CHECK(code_of_change(file, {{{kOne, "pgp 0123456789ABCDEF"}}, 0}) == Code::Refused);
}

TEST_CASE("key groups: from one group to several and back", "[vault][groups]") {
  const ToyFile file = ToyFile::encrypt("a: one\n");
  const std::string split = changed(file, {{{kOne}, {kTwo}}, 0});
  CHECK(metadata_of(split).shamir_threshold == 2);
  Keyring both = test::toy_keyring();
  CHECK_FALSE(both.try_data_key(metadata_of(split)).has_value());
  both.add(age::parse_identity_file(test::read_fixture("sops/key2.txt")));
  const Document document = Document::parse(SecretText(split), Format::Yaml);
  const sops::DataKey key = both.data_key(document.metadata());
  const SecretText joined = change_groups(document, key, {{{kOne}}, 0}, kLater, {{}, nullptr});
  CHECK(metadata_of(std::string(joined.expose())).shamir_threshold == 0);
  CHECK(ToyFile(std::string(joined.expose())).plain() == "a: one\n");
}

TEST_CASE("key groups: what sops writes though it cannot be opened is refused", "[vault][groups]") {
  const ToyFile file = ToyFile::encrypt("a: one\n");
  CHECK(code_of_change(file, {{}, 0}) == Code::Usage);
  CHECK(code_of_change(file, {{{kOne}, {}}, 0}) == Code::Usage);
  CHECK(code_of_change(file, {{{kOne}, {kTwo}}, 3}) == Code::Usage);
  CHECK(code_of_change(file, {{{kOne}, {kTwo}}, 1}) == Code::Usage);
  CHECK(code_of_change(file, {{{kOne, "age1nonsense"}}, 0}) == Code::Failed);
}

TEST_CASE("key groups: rotation gives every value a new nonce under a new key", "[vault][groups]") {
  const ToyFile file = vector_file("15-two-recipients");
  const SecretText text = rotate_groups(file.opened(), {{{kOne}}, 0}, kLater, {{}, nullptr});
  const ToyFile after{std::string(text.expose())};
  CHECK(after.plain() == file.plain());
  CHECK(after.document().metadata().recipients() == std::vector<std::string>{kOne});
  CHECK_FALSE(std::ranges::equal(after.opened().key.expose(), file.opened().key.expose()));
  CHECK_FALSE(test::toy_keyring("key2").try_data_key(after.document().metadata()).has_value());
}

TEST_CASE("key groups: rules and files that mean the same do not differ", "[vault][groups]") {
  const SopsConfig config =
      SopsConfig::parse("creation_rules:\n- age: " + kTwo + "," + kOne +
                        "\n  pgp: abcdef0123456789abcdef0123456789abcdef01\n"
                        "  azure_keyvault: https://v.vault.azure.net/keys/k/0123\n"
                        "  hc_vault_transit_uri: https://vault:8200/v1/transit/keys/k\n");
  const KeyGroups file{{{kOne,
                         "pgp ABCDEF0123456789ABCDEF0123456789ABCDEF01",
                         kTwo,
                         "azure_kv https://v.vault.azure.net/k/0123",
                         "hc_vault https://vault:8200/transit/k"}},
                       1};
  CHECK(difference(file, groups_of(config.rules.front())).nothing());
  const KeyDifference more = difference({{{kOne}}, 0}, {{{kTwo}, {kOne}}, 0});
  REQUIRE(more.groups.size() == 2);
  CHECK(more.groups[0].added == std::vector<std::string>{kTwo});
  CHECK(more.groups[0].removed == std::vector<std::string>{kOne});
  CHECK(more.groups[1].added == std::vector<std::string>{kOne});
  CHECK(difference({{{kOne}, {kTwo}}, 0}, {{{kOne}, {kTwo}}, 2}).nothing());
}

TEST_CASE("key groups: in every format", "[vault][groups]") {
  for (const auto& [plain, format] :
       std::vector<std::pair<std::string, Format>>{{"a: one\r\nb:\r\n  c: d\r\n", Format::Yaml},
                                                   {"{a: one}\n", Format::Yaml},
                                                   {"a: 1\n---\nb: 2\n", Format::Yaml},
                                                   {"{\"a\": \"one\"}", Format::Json},
                                                   {"{\n\t\"a\": 1\n}\n", Format::Json},
                                                   {"A=1\n# c\n", Format::Dotenv},
                                                   {"[s]\na = 1\n", Format::Ini},
                                                   {"bytes", Format::Binary}}) {
    INFO(plain);
    const ToyFile file = ToyFile::encrypt(plain, format);
    const std::string after = changed(file, {{{kOne, kTwo}}, 0});
    CHECK(ToyFile(after, format).plain() == file.plain());
    const ToyFile rotated(
        std::string(
            rotate_groups(ToyFile(after, format).opened(), {{{kOne}}, 0}, kLater, {{}, nullptr})
                .expose()),
        format);
    CHECK(rotated.plain() == file.plain());
  }
}

}  // namespace holdfast::vault
