#include "crypto/age/ssh_ed25519.h"

#include "crypto/encoding/base64.h"
#include "crypto/encoding/hex.h"
#include "crypto/ssh/private_key.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

FileKey file_key() {
  FileKey key;
  std::ranges::fill(key.fill(), std::uint8_t{7});
  return key;
}

Ed25519Seed seed() { return ssh::parse_ed25519_file(test::read_fixture("sops/ssh_ed25519")); }

Stanza wrapped() {
  return SshEd25519Recipient(ed25519_public_key(seed())).wrap(file_key()).stanzas.at(0);
}

std::optional<FileKey> unwrap(const Stanza& stanza) {
  return SshEd25519Identity(seed()).unwrap(std::span(&stanza, 1));
}

Ed25519PublicKey key_of(std::string_view hex) {
  Ed25519PublicKey key{};
  std::ranges::copy(decode_hex(hex).value(), key.begin());
  return key;
}

// The key plus the point of order 2: (-x, -y). On the curve, off its main subgroup.
Ed25519PublicKey plus_order_two(const Ed25519PublicKey& key) {
  Ed25519PublicKey result{};
  int borrow = 0;
  for (std::size_t at = 0; at < key.size(); ++at) {  // 2^255 - 19 - y
    const int prime = at == 0 ? 0xed : at == 31 ? 0x7f : 0xff;
    const int digit = prime - (at == 31 ? key[at] & 0x7f : key[at]) - borrow;
    borrow = digit < 0 ? 1 : 0;
    result[at] = static_cast<std::uint8_t>(digit);
  }
  result[31] |= static_cast<std::uint8_t>(~key[31] & 0x80);
  return result;
}

}  // namespace

TEST_CASE("ssh_ed25519: unwraps what was wrapped for it", "[crypto][age][ssh]") {
  const Stanza stanza = wrapped();
  CHECK(stanza.type == "ssh-ed25519");
  CHECK(stanza.args.size() == 2);
  CHECK(stanza.args[0].size() == 6);
  CHECK(stanza.body.size() == 32);
  CHECK(std::ranges::equal(unwrap(stanza).value().expose(), file_key().expose()));
  CHECK(wrapped() != stanza);
}

TEST_CASE("ssh_ed25519: both sides name the same key", "[crypto][age][ssh]") {
  const std::string line = SshEd25519Identity(seed()).recipient();
  CHECK(test::read_fixture("sops/ssh_ed25519.pub").starts_with(line));
  CHECK(SshEd25519Recipient(ed25519_public_key(seed())).text() == line);
}

TEST_CASE("ssh_ed25519: stanzas for others are passed over", "[crypto][age][ssh]") {
  const Ed25519Seed other = generate_ed25519();
  Stanza same_tag = SshEd25519Recipient(ed25519_public_key(other)).wrap(file_key()).stanzas.at(0);
  CHECK_FALSE(unwrap(same_tag));
  same_tag.args[0] = wrapped().args[0];
  CHECK_FALSE(unwrap(same_tag));
  const std::vector<Stanza> stanzas{{"unknown", {}, {}}, {"ssh-rsa", {}, {}}, same_tag, wrapped()};
  CHECK(SshEd25519Identity(seed()).unwrap(stanzas));
  CHECK_FALSE(SshEd25519Identity(other).unwrap(stanzas));
}

TEST_CASE("ssh_ed25519: a changed stanza does not open", "[crypto][age][ssh]") {
  Stanza stanza = wrapped();
  SECTION("body") { stanza.body[5] ^= 1U; }
  SECTION("tag") { stanza.args[0][0] = stanza.args[0][0] == 'A' ? 'B' : 'A'; }
  SECTION("share") { stanza.args[1][0] = stanza.args[1][0] == 'A' ? 'B' : 'A'; }
  CHECK_FALSE(unwrap(stanza));
}

TEST_CASE("ssh_ed25519: a malformed stanza is an error, not a stranger's", "[crypto][age][ssh]") {
  Stanza stanza = wrapped();
  SECTION("no argument") { stanza.args.clear(); }
  SECTION("one argument") { stanza.args.pop_back(); }
  SECTION("three arguments") { stanza.args.emplace_back("x"); }
  SECTION("short share") { stanza.args[1] = encode_base64(Bytes(31, 9), Padding::None); }
  SECTION("long share") { stanza.args[1] = encode_base64(Bytes(33, 9), Padding::None); }
  SECTION("share that is not canonical") { stanza.args[1].back() = '/'; }
  SECTION("share of low order") { stanza.args[1] = encode_base64(Bytes(32), Padding::None); }
  SECTION("short body") { stanza.body.pop_back(); }
  SECTION("long body") { stanza.body.push_back(0); }
  CHECK(code_of([&] { (void)unwrap(stanza); }) == Code::Integrity);
}

TEST_CASE("ssh_ed25519: keys that nobody can have are refused", "[crypto][age][ssh]") {
  const std::string zeros(56, '0');
  const std::string ones(58, 'f');
  for (const std::string& hex :
       {"0000" + zeros + "0000",  // order 4
        "0000" + zeros + "0080",
        "0100" + zeros + "0000",  // the neutral point
        "0100" + zeros + "0080",
        "ec" + ones + "ff7f",  // order 2
        "ed" + ones + "ff7f",  // 0 and 1, not canonical
        "ee" + ones + "ff7f",
        "ff" + ones + "ff7f",
        std::string("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),  // order 8
        std::string("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        "0200" + zeros + "0000"}) {  // not on the curve
    CAPTURE(hex);
    CHECK(code_of([&] { (void)SshEd25519Recipient(key_of(hex.substr(0, 64))); }) == Code::Failed);
  }
  const Ed25519PublicKey mixed = plus_order_two(ed25519_public_key(seed()));
  CHECK(plus_order_two(mixed) == ed25519_public_key(seed()));
  CHECK(code_of([&] { (void)SshEd25519Recipient(mixed); }) == Code::Failed);
}
