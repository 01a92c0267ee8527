#include "crypto/age/hybrid.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/encoding/base64.h"
#include "crypto/encoding/bech32.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::read_fixture;

namespace {

// The key of fixtures/sops/keypq.txt, which age-keygen made.
std::string line_of_key(std::string_view start) {
  const std::string text = read_fixture("sops/keypq.txt");
  const std::size_t begin = text.find(start);
  return text.substr(begin, text.find('\n', begin) - begin);
}
std::string identity_text() { return line_of_key("AGE-SECRET-KEY-PQ-1"); }
std::string recipient_text() { return line_of_key("age1pq1"); }

FileKey file_key() {
  FileKey key;
  std::ranges::fill(key.fill(), std::uint8_t{7});
  return key;
}

Stanza wrapped() {
  return parse_hybrid_recipient(recipient_text())->wrap(file_key()).stanzas.at(0);
}

std::optional<FileKey> unwrap(const Stanza& stanza) {
  return parse_hybrid_identity(identity_text())->unwrap(std::span(&stanza, 1));
}

bool malformed(const Stanza& stanza) {
  return code_of([&] { (void)unwrap(stanza); }) == Code::Integrity;
}

Bytes argument_of(const Stanza& stanza) {
  return decode_base64(stanza.args.at(0), Padding::None).value();
}

Stanza with_argument(Stanza stanza, ByteView bytes) {
  stanza.args[0] = encode_base64(bytes, Padding::None);
  return stanza;
}

HybridSeed seed_of(std::uint8_t byte) {
  HybridSeed seed;
  std::ranges::fill(seed.fill(), byte);
  return seed;
}

}  // namespace

TEST_CASE("hybrid: an identity knows its recipient and its text", "[crypto][age]") {
  const auto identity = parse_hybrid_identity(identity_text());
  CHECK(identity->recipient() == recipient_text());
  CHECK(identity->recipient().size() == 1959);
  CHECK(identity->text().expose() == identity_text());
  CHECK(parse_hybrid_recipient(recipient_text())->text() == recipient_text());
}

TEST_CASE("hybrid: the general readers know both texts", "[crypto][age]") {
  CHECK(parse_identity(identity_text())->recipient() == recipient_text());
  CHECK(parse_recipient(recipient_text())->text() == recipient_text());
  CHECK(parse_identity_file(read_fixture("sops/keypq.txt")).size() == 1);
}

TEST_CASE("hybrid: a generated identity is read back", "[crypto][age]") {
  const auto identity = HybridIdentity::generate();
  CHECK(parse_hybrid_identity(identity->text().expose())->recipient() == identity->recipient());
  CHECK(HybridIdentity::generate()->recipient() != identity->recipient());
}

TEST_CASE("hybrid: the seed is the whole identity", "[crypto][age]") {
  CHECK(HybridIdentity(seed_of(3)).recipient() == HybridIdentity(seed_of(3)).recipient());
  CHECK(HybridIdentity(seed_of(3)).recipient() != HybridIdentity(seed_of(4)).recipient());
}

TEST_CASE("hybrid: unwraps what was wrapped for it", "[crypto][age]") {
  const Stanza stanza = wrapped();
  CHECK(stanza.type == "mlkem768x25519");
  CHECK(stanza.args.size() == 1);
  CHECK(argument_of(stanza).size() == 1120);
  CHECK(stanza.body.size() == 32);
  CHECK(std::ranges::equal(unwrap(stanza).value().expose(), file_key().expose()));
  CHECK(wrapped() != stanza);
}

TEST_CASE("hybrid: stanzas for others are passed over", "[crypto][age]") {
  const auto other = HybridIdentity::generate();
  const std::vector<Stanza> stanzas{
      {"MLKEM768X25519", {}, {}},
      parse_hybrid_recipient(other->recipient())->wrap(file_key()).stanzas.at(0),
      wrapped()};
  CHECK(parse_hybrid_identity(identity_text())->unwrap(stanzas));
  CHECK(other->unwrap(stanzas));
  CHECK_FALSE(HybridIdentity::generate()->unwrap(stanzas));
}

TEST_CASE("hybrid: a change in any part does not open", "[crypto][age]") {
  const Stanza stanza = wrapped();
  for (std::size_t place = 0; place < 1120; place += 37) {
    Bytes changed = argument_of(stanza);
    changed[place] ^= 1U;
    CHECK_FALSE(unwrap(with_argument(stanza, changed)));
  }
  for (std::size_t place = 0; place < stanza.body.size(); ++place) {
    Stanza changed = stanza;
    changed.body[place] ^= 0x80U;
    CHECK_FALSE(unwrap(changed));
  }
}

TEST_CASE("hybrid: an argument of another length is malformed", "[crypto][age]") {
  const Stanza stanza = wrapped();
  const Bytes argument = argument_of(stanza);
  for (std::size_t size = 0; size < argument.size(); ++size) {
    REQUIRE(malformed(with_argument(stanza, ByteView(argument).first(size))));
  }
  CHECK(malformed(with_argument(stanza, Bytes(1121, 1))));
}

TEST_CASE("hybrid: a malformed stanza is an error, not a stranger's", "[crypto][age]") {
  Stanza stanza = wrapped();
  SECTION("no argument") { stanza.args.clear(); }
  SECTION("two arguments") { stanza.args.emplace_back("x"); }
  SECTION("argument that is not base64") { stanza.args[0][9] = '*'; }
  SECTION("padded argument") { stanza.args[0] += '='; }
  SECTION("short body") { stanza.body.pop_back(); }
  SECTION("long body") { stanza.body.push_back(0); }
  SECTION("share of low order") {
    Bytes argument = argument_of(stanza);
    std::fill(argument.end() - 32, argument.end(), std::uint8_t{0});
    stanza = with_argument(stanza, argument);
  }
  CHECK(malformed(stanza));
}

TEST_CASE("hybrid: does not go together with a classic recipient", "[crypto][age]") {
  const std::string classic = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
  Recipients mixed;
  mixed.push_back(parse_recipient(recipient_text()));
  mixed.push_back(parse_recipient(classic));
  CHECK(code_of([&] { (void)encrypt(as_bytes("x"), mixed); }) == Code::Failed);
  mixed.pop_back();
  mixed.push_back(parse_recipient(HybridIdentity::generate()->recipient()));
  const Bytes file = encrypt(as_bytes("x"), mixed);
  Identities identities;
  identities.push_back(parse_identity(identity_text()));
  CHECK(decrypt(file, identities).expose() == "x");
}

TEST_CASE("hybrid: a recipient whose X25519 key is of low order is refused when it is used",
          "[crypto][age]") {
  const auto decoded = decode_bech32(recipient_text());
  Bytes payload(decoded->payload.expose().begin(), decoded->payload.expose().end());
  std::fill(payload.end() - 32, payload.end(), std::uint8_t{0});
  const auto recipient = parse_hybrid_recipient(encode_bech32("age1pq", payload));
  CHECK(code_of([&] { (void)recipient->wrap(file_key()); }) == Code::Failed);
}

TEST_CASE("hybrid: malformed recipients are refused", "[crypto][age]") {
  const auto decoded = decode_bech32(recipient_text());
  const ByteView payload = decoded->payload.expose();
  Bytes over_modulus(payload.begin(), payload.end());
  over_modulus[0] = 0xFF;
  over_modulus[1] |= 0x0FU;
  Bytes longer(payload.begin(), payload.end());
  longer.push_back(0);
  for (const std::string& text : {encode_bech32("age1pq", over_modulus),
                                  encode_bech32("age1pq", payload.first(1215)),
                                  encode_bech32("age1pq", longer),
                                  encode_bech32("age1px", payload),
                                  encode_bech32("age", payload),
                                  recipient_text() + " ",
                                  recipient_text().substr(0, 1958),
                                  std::string("age1pq1"),
                                  std::string()}) {
    CHECK(code_of([&] { (void)parse_hybrid_recipient(text); }) == Code::Failed);
  }
}

TEST_CASE("hybrid: malformed identities are refused without their text", "[crypto][age]") {
  const std::string good = identity_text();
  std::string changed = good;
  changed[30] = changed[30] == 'Q' ? 'P' : 'Q';
  for (const std::string& text :
       {changed,
        good.substr(0, 70),
        good + " ",
        std::string(encode_bech32_secret("AGE-SECRET-KEY-PQ-", Bytes(31)).expose()),
        std::string(encode_bech32_secret("AGE-SECRET-KEY-PQ-", Bytes(33)).expose()),
        std::string(encode_bech32_secret("AGE-SECRET-KEY-PQX-", Bytes(32)).expose()),
        encode_bech32("age-secret-key-pq-", Bytes(32))}) {
    const Error error = error_of([&] { (void)parse_hybrid_identity(text); });
    CHECK(error.code() == Code::Failed);
    CHECK(std::string(error.what()).find(text.substr(19, 10)) == std::string::npos);
  }
}
