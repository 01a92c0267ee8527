#include "crypto/age/scrypt_passphrase.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/encoding/base64.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

constexpr int kFast = 4;

Stanza wrapped() {
  return ScryptRecipient(SecretText("open sesame"), kFast).wrap(FileKey()).stanzas.at(0);
}

std::optional<FileKey> unwrap(const Stanza& stanza, std::string_view passphrase = "open sesame") {
  return ScryptIdentity(SecretText(passphrase)).unwrap(std::span(&stanza, 1));
}

}  // namespace

TEST_CASE("scrypt_passphrase: the right passphrase opens, another does not", "[crypto][age]") {
  const Stanza stanza = wrapped();
  CHECK(stanza.type == "scrypt");
  CHECK(stanza.args.at(1) == "4");
  CHECK(unwrap(stanza));
  CHECK_FALSE(unwrap(stanza, "open Sesame"));
  CHECK(wrapped().args.at(0) != stanza.args.at(0));
}

TEST_CASE("scrypt_passphrase: the work factor is a decimal up to 22", "[crypto][age]") {
  for (const char* factor :
       {"", "0", "04", "+4", "-4", "0x4", "4 ", "4x", "23", "99999999999999999999"}) {
    Stanza stanza = wrapped();
    stanza.args[1] = factor;
    CHECK(code_of([&] { (void)unwrap(stanza); }) == Code::Integrity);
  }
}

TEST_CASE("scrypt_passphrase: a malformed stanza is an error", "[crypto][age]") {
  Stanza stanza = wrapped();
  SECTION("short salt") { stanza.args[0] = encode_base64(Bytes(15), Padding::None); }
  SECTION("long salt") { stanza.args[0] = encode_base64(Bytes(17), Padding::None); }
  SECTION("one argument") { stanza.args.pop_back(); }
  SECTION("three arguments") { stanza.args.emplace_back("4"); }
  SECTION("long body") { stanza.body.push_back(0); }
  CHECK(code_of([&] { (void)unwrap(stanza); }) == Code::Integrity);
}

TEST_CASE("scrypt_passphrase: must be the only stanza", "[crypto][age]") {
  const std::vector<Stanza> stanzas{wrapped(), {"other", {}, {}}};
  const ScryptIdentity identity(SecretText("open sesame"));
  CHECK(code_of([&] { (void)identity.unwrap(stanzas); }) == Code::Integrity);
  CHECK_FALSE(identity.unwrap(std::span(stanzas).last(1)));
}

TEST_CASE("scrypt_passphrase: an empty passphrase or a bad factor is refused", "[crypto][age]") {
  CHECK(code_of([] { ScryptRecipient(SecretText("")); }) == Code::Failed);
  CHECK(code_of([] { ScryptRecipient(SecretText("x"), 0); }) == Code::Failed);
  CHECK(code_of([] { ScryptRecipient(SecretText("x"), kMaxWorkFactor + 1); }) == Code::Failed);
}

TEST_CASE("scrypt_passphrase: a whole file goes there and back", "[crypto][age]") {
  const ScryptRecipient recipient(SecretText("p\xC3\xA4ss"), kFast);
  const std::string file = encrypt_armored(as_bytes("secret"), recipient);
  Identities identities;
  identities.push_back(std::make_unique<ScryptIdentity>(SecretText("p\xC3\xA4ss")));
  CHECK(decrypt(as_bytes(file), identities).expose() == "secret");
}
