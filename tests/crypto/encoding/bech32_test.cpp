#include "crypto/encoding/bech32.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;

namespace {

constexpr std::string_view kRecipient =
    "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";

}  // namespace

TEST_CASE("bech32: the valid texts of BIP 173 without witness programs", "[crypto][encoding]") {
  CHECK(decode_bech32("A12UEL5L").value().prefix == "a");
  CHECK(decode_bech32("a12uel5l").value().payload.empty());
  // The digits count from 0 to 31, which leaves no bits over.
  const auto counting = decode_bech32("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");
  CHECK(counting.value().prefix == "abcdef");
  CHECK(encode_hex(counting.value().payload.expose()) ==
        "00443214c74254b635cf84653a56d7c675be77df");
}

TEST_CASE("bech32: the invalid texts of BIP 173", "[crypto][encoding]") {
  for (const char* text : {"pzry9x0s0muk",
                           "1pzry9x0s0muk",
                           "x1b4n0q5v",
                           "li1dgmt3",
                           "A1G7SGD8",
                           "10a06t8",
                           "1qzzfhee",
                           "",
                           "1",
                           "a1",
                           "de1lg7wt\xFF"}) {
    CHECK_FALSE(decode_bech32(text));
  }
}

TEST_CASE("bech32: goes there and back for every size", "[crypto][encoding]") {
  Bytes payload;
  for (unsigned i = 0; i < 100; ++i) {
    const std::string text = encode_bech32("age", payload);
    CHECK(std::ranges::equal(decode_bech32(text).value().payload.expose(), payload));
    payload.push_back(static_cast<std::uint8_t>(i * 37));
  }
}

TEST_CASE("bech32: reads and writes a real recipient", "[crypto][encoding]") {
  const auto decoded = decode_bech32(kRecipient);
  CHECK(decoded.value().prefix == "age");
  CHECK(encode_bech32("age", decoded.value().payload.expose()) == kRecipient);
}

TEST_CASE("bech32: private keys are written in upper case", "[crypto][encoding]") {
  const SecretText text = encode_bech32_secret("AGE-SECRET-KEY-", Bytes(32, 1));
  CHECK(text.expose().starts_with("AGE-SECRET-KEY-1Q"));
  CHECK(std::ranges::none_of(text.expose(), [](char c) { return c >= 'a' && c <= 'z'; }));
  CHECK(decode_bech32(text.expose()).value().prefix == "age-secret-key-");
}

TEST_CASE("bech32: mixed case is refused", "[crypto][encoding]") {
  std::string text(kRecipient);
  text[10] = 'P';
  CHECK_FALSE(decode_bech32(text));
}

TEST_CASE("bech32: one changed character breaks the checksum", "[crypto][encoding]") {
  for (std::size_t at = 0; at < kRecipient.size(); ++at) {
    std::string text(kRecipient);
    text[at] = text[at] == 'q' ? 'p' : 'q';
    CHECK_FALSE(decode_bech32(text));
    CHECK_FALSE(decode_bech32(kRecipient.substr(0, at)));
  }
}
