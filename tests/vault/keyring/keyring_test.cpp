#include "vault/keyring/keyring.h"

#include "crypto/age/plugin.h"
#include "crypto/age/x25519.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "vault/document/document.h"

namespace holdfast::vault {

namespace {

Document vector_file(const std::string& name) {
  return Document::parse(SecretText(test::read_fixture(Path("sops") / name)), Format::Yaml);
}

Keyring with_keys(const std::vector<int>& numbers) {
  Keyring keyring;
  for (const int number : numbers) {
    const std::string name = "sops/key" + std::to_string(number) + ".txt";
    keyring.add(age::parse_identity_file(test::read_fixture(name)));
  }
  return keyring;
}

std::string refusal(const Keyring& keyring, const Document& document) {
  const Error error =
      test::error_of([&] { static_cast<void>(keyring.data_key(document.metadata())); });
  CHECK(error.code() == Code::NoIdentity);
  return error.what();
}

}  // namespace

TEST_CASE("keyring: it knows the recipients of its identities", "[vault]") {
  const Keyring keyring = with_keys({1});
  CHECK(keyring.has("age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846"));
  CHECK_FALSE(keyring.has("age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n"));
  CHECK(Keyring().empty());
}

TEST_CASE("keyring: an entry opens whatever recipient it claims to have", "[vault]") {
  std::string text = test::read_fixture("sops/04-default-suffix.enc.yaml");
  const std::string claim = "recipient: age19w25";
  text.replace(text.find(claim), claim.size(), "recipient: age1xxxx");
  const Document document = Document::parse(SecretText(text), Format::Yaml);
  CHECK(with_keys({2, 1}).try_data_key(document.metadata()));
}

TEST_CASE("keyring: the error says for each group what was tried", "[vault]") {
  const Document document = vector_file("14-key-groups-2of3.enc.yaml");
  const std::string text = refusal(with_keys({2}), document);
  CHECK(text.find("2 of 3 key groups needed, 1 opened") != std::string::npos);
  CHECK(text.find("group 0: age19w25") != std::string::npos);
  CHECK(text.find("group 1: opened") != std::string::npos);
  Keyring empty;
  empty.note("SOPS_AGE_KEY_FILE: no such file");
  CHECK(refusal(empty, document).find("no such file") != std::string::npos);
}

TEST_CASE("keyring: an identity that cannot be used stops no other, and is named", "[vault]") {
  const Document document = vector_file("04-default-suffix.enc.yaml");
  Keyring keyring;
  keyring.add(age::plugin_identity_without_data("not-installed", nullptr));
  CHECK(refusal(keyring, document).find("; plugin not-installed: ") != std::string::npos);
  CHECK_FALSE(keyring.try_data_key(document.metadata()));
  keyring.add(age::parse_identity_file(test::read_fixture("sops/key1.txt")));
  CHECK(keyring.try_data_key(document.metadata()));
}

TEST_CASE("keyring: keys of other kinds are named", "[vault]") {
  const Document document = vector_file("22-foreign-master-keys.enc.yaml");
  const std::string text = refusal(with_keys({3}), document);
  CHECK(text.find("pgp 0123456789ABCDEF0123456789ABCDEF01234567") != std::string::npos);
}

TEST_CASE("keyring: any two of three groups will do", "[vault]") {
  const Document document = vector_file("14-key-groups-2of3.enc.yaml");
  const auto all = with_keys({1, 2, 3}).data_key(document.metadata());
  const auto two = with_keys({2, 3}).data_key(document.metadata());
  CHECK(equal_constant_time(all.expose(), two.expose()));
  CHECK_FALSE(with_keys({3}).try_data_key(document.metadata()));
}

TEST_CASE("keyring: a damaged entry is passed over where another opens", "[vault]") {
  std::string text = test::read_fixture("sops/15-two-recipients.enc.yaml");
  const std::size_t armor = text.find("YWdl");
  text[armor + 200] = text[armor + 200] == 'A' ? 'B' : 'A';
  const Document document = Document::parse(SecretText(text), Format::Yaml);
  CHECK(with_keys({1, 2}).try_data_key(document.metadata()));
  CHECK(test::code_of([&] { static_cast<void>(with_keys({1}).data_key(document.metadata())); }) ==
        Code::Integrity);
}

}  // namespace holdfast::vault
