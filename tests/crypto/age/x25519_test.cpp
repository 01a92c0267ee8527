#include "crypto/age/x25519.h"

#include "crypto/encoding/base64.h"
#include "crypto/encoding/bech32.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;

namespace {

// key1 of fixtures/sops.
constexpr std::string_view kIdentity =
    "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56";
constexpr std::string_view kRecipient =
    "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";

FileKey file_key() {
  FileKey key;
  std::ranges::fill(key.fill(), std::uint8_t{7});
  return key;
}

Stanza wrapped() { return parse_x25519_recipient(kRecipient)->wrap(file_key()).stanzas.at(0); }

std::optional<FileKey> unwrap(const Stanza& stanza) {
  return parse_x25519_identity(kIdentity)->unwrap(std::span(&stanza, 1));
}

bool malformed(const Stanza& stanza) {
  return code_of([&] { (void)unwrap(stanza); }) == Code::Integrity;
}

}  // namespace

TEST_CASE("x25519: an identity knows its recipient and its text", "[crypto][age]") {
  const auto identity = parse_x25519_identity(kIdentity);
  CHECK(identity->recipient() == kRecipient);
  CHECK(identity->text().expose() == kIdentity);
  CHECK(parse_x25519_recipient(kRecipient)->text() == kRecipient);
}

TEST_CASE("x25519: a generated identity is read back", "[crypto][age]") {
  const auto identity = X25519Identity::generate();
  CHECK(parse_x25519_identity(identity->text().expose())->recipient() == identity->recipient());
  CHECK(X25519Identity::generate()->recipient() != identity->recipient());
}

TEST_CASE("x25519: unwraps what was wrapped for it", "[crypto][age]") {
  const Stanza stanza = wrapped();
  CHECK(stanza.type == "X25519");
  CHECK(stanza.args.size() == 1);
  CHECK(stanza.body.size() == 32);
  CHECK(std::ranges::equal(unwrap(stanza).value().expose(), file_key().expose()));
  CHECK(wrapped() != stanza);
}

TEST_CASE("x25519: stanzas for others are passed over", "[crypto][age]") {
  const auto other = X25519Identity::generate();
  const std::vector<Stanza> stanzas{
      {"unknown", {}, {}},
      parse_x25519_recipient(other->recipient())->wrap(file_key()).stanzas.at(0),
      wrapped()};
  CHECK(parse_x25519_identity(kIdentity)->unwrap(stanzas));
  CHECK(other->unwrap(stanzas));
  CHECK_FALSE(X25519Identity::generate()->unwrap(stanzas));
}

TEST_CASE("x25519: a changed body does not open", "[crypto][age]") {
  Stanza stanza = wrapped();
  stanza.body[5] ^= 1U;
  CHECK_FALSE(unwrap(stanza));
}

TEST_CASE("x25519: a malformed stanza is an error, not a stranger's", "[crypto][age]") {
  Stanza stanza = wrapped();
  SECTION("no argument") { stanza.args.clear(); }
  SECTION("two arguments") { stanza.args.emplace_back("x"); }
  SECTION("short share") { stanza.args[0] = encode_base64(Bytes(31, 9), Padding::None); }
  SECTION("long share") { stanza.args[0] = encode_base64(Bytes(33, 9), Padding::None); }
  SECTION("share that is not canonical") { stanza.args[0].back() = '/'; }
  SECTION("share of low order") { stanza.args[0] = encode_base64(Bytes(32), Padding::None); }
  SECTION("short body") { stanza.body.pop_back(); }
  SECTION("long body") { stanza.body.push_back(0); }
  CHECK(malformed(stanza));
}

TEST_CASE("x25519: a recipient of low order is refused when it is used", "[crypto][age]") {
  const X25519Recipient recipient(X25519Point{});
  CHECK(code_of([&] { (void)recipient.wrap(file_key()); }) == Code::Failed);
}

TEST_CASE("x25519: malformed keys are refused without their text", "[crypto][age]") {
  std::string changed(kIdentity);
  changed[30] = changed[30] == 'Q' ? 'P' : 'Q';
  for (const std::string& text :
       {changed,
        std::string(kIdentity.substr(0, 70)),
        std::string(kIdentity) + " ",
        std::string(encode_bech32_secret("AGE-SECRET-KEY-", Bytes(31)).expose()),
        std::string(encode_bech32_secret("AGE-SECRET-KEY-X-", Bytes(32)).expose()),
        encode_bech32("age-secret-key-", Bytes(32))}) {
    const Error error = error_of([&] { (void)parse_x25519_identity(text); });
    CHECK(error.code() == Code::Failed);
    CHECK(std::string(error.what()).find(text.substr(16, 10)) == std::string::npos);
  }
  for (const std::string& text : {encode_bech32("age", Bytes(31)),
                                  encode_bech32("age", Bytes(33)),
                                  encode_bech32("agf", Bytes(32)),
                                  std::string(kRecipient.substr(1)),
                                  std::string()}) {
    CHECK(code_of([&] { (void)parse_x25519_recipient(text); }) == Code::Failed);
  }
}
