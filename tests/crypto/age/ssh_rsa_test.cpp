#include "crypto/age/ssh_rsa.h"

#include "crypto/ssh/private_key.h"
#include "crypto/ssh/public_key.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

constexpr std::string_view kLabel = "age-encryption.org/v1/ssh-rsa";

FileKey file_key() {
  FileKey key;
  std::ranges::fill(key.fill(), std::uint8_t{7});
  return key;
}

RsaPrivateKey private_key() {
  return std::get<RsaPrivateKey>(ssh::parse_private_key_file(test::read_fixture("sops/ssh_rsa")));
}

RsaPublicKey public_key() { return private_key().public_key(); }

Stanza wrapped() { return SshRsaRecipient(public_key()).wrap(file_key()).stanzas.at(0); }

std::optional<FileKey> unwrap(const Stanza& stanza) {
  return SshRsaIdentity(private_key()).unwrap(std::span(&stanza, 1));
}

}  // namespace

TEST_CASE("ssh_rsa: unwraps what was wrapped for it", "[crypto][age][ssh]") {
  const Stanza stanza = wrapped();
  CHECK(stanza.type == "ssh-rsa");
  CHECK(stanza.args.size() == 1);
  CHECK(stanza.args[0].size() == 6);
  CHECK(stanza.body.size() == public_key().modulus.size());
  CHECK(std::ranges::equal(unwrap(stanza).value().expose(), file_key().expose()));
  CHECK(wrapped() != stanza);
}

TEST_CASE("ssh_rsa: both sides name the same key", "[crypto][age][ssh]") {
  const std::string line = SshRsaIdentity(private_key()).recipient();
  CHECK(test::read_fixture("sops/ssh_rsa.pub").starts_with(line));
  CHECK(SshRsaRecipient(public_key()).text() == line);
}

TEST_CASE("ssh_rsa: what does not open is another's", "[crypto][age][ssh]") {
  Stanza stanza = wrapped();
  SECTION("tag") { stanza.args[0][0] = stanza.args[0][0] == 'A' ? 'B' : 'A'; }
  SECTION("body") { stanza.body[100] ^= 1U; }
  SECTION("first byte") { stanza.body[0] ^= 0x80U; }
  SECTION("empty body") { stanza.body.clear(); }
  SECTION("short body") { stanza.body.pop_back(); }
  SECTION("long body") { stanza.body.push_back(0); }
  SECTION("body beyond the modulus") { std::ranges::fill(stanza.body, std::uint8_t{0xff}); }
  SECTION("another label") { stanza.body = rsa_oaep_seal(public_key(), Bytes(16), "other"); }
  SECTION("a short file key") { stanza.body = rsa_oaep_seal(public_key(), Bytes(15), kLabel); }
  SECTION("a long file key") { stanza.body = rsa_oaep_seal(public_key(), Bytes(17), kLabel); }
  CHECK_FALSE(unwrap(stanza));
  const std::vector<Stanza> stanzas{{"unknown", {}, {}}, stanza, wrapped()};
  CHECK(SshRsaIdentity(private_key()).unwrap(stanzas));
}

TEST_CASE("ssh_rsa: a malformed stanza is an error, not a stranger's", "[crypto][age][ssh]") {
  Stanza stanza = wrapped();
  SECTION("no argument") { stanza.args.clear(); }
  SECTION("two arguments") { stanza.args.emplace_back("x"); }
  CHECK(code_of([&] { (void)unwrap(stanza); }) == Code::Integrity);
}

TEST_CASE("ssh_rsa: short keys are refused", "[crypto][age][ssh]") {
  Bytes modulus(256, 0xff);
  CHECK(RsaPublicKey{modulus, {3}}.bits() == 2048);
  CHECK_NOTHROW(SshRsaRecipient({modulus, {3}}));
  modulus[0] = 0x7f;
  CHECK(RsaPublicKey{modulus, {3}}.bits() == 2047);
  CHECK(code_of([&] { (void)SshRsaRecipient({modulus, {3}}); }) == Code::Failed);
  CHECK(RsaPublicKey{}.bits() == 0);
}

TEST_CASE("ssh_rsa: a modulus that is none is refused when it is used", "[crypto][age][ssh]") {
  const SshRsaRecipient even({Bytes(256, 0xfe), {3}});
  CHECK(code_of([&] { (void)even.wrap(file_key()); }) == Code::Failed);
}
