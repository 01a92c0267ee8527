#include "crypto/encoding/base64.h"

#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("base64: the examples of RFC 4648", "[crypto][encoding]") {
  struct Example {
    const char* plain;
    const char* padded;
    const char* bare;
  };
  for (const auto& [plain, padded, bare] : {Example{"", "", ""},
                                            Example{"f", "Zg==", "Zg"},
                                            Example{"fo", "Zm8=", "Zm8"},
                                            Example{"foo", "Zm9v", "Zm9v"},
                                            Example{"foob", "Zm9vYg==", "Zm9vYg"},
                                            Example{"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                            Example{"foobar", "Zm9vYmFy", "Zm9vYmFy"}}) {
    const Bytes bytes = to_bytes(plain);
    CHECK(encode_base64(bytes) == padded);
    CHECK(encode_base64(bytes, Padding::None) == bare);
    CHECK(decode_base64(padded) == bytes);
    CHECK(decode_base64(bare, Padding::None) == bytes);
  }
}

TEST_CASE("base64: every byte value goes there and back", "[crypto][encoding]") {
  Bytes bytes;
  for (unsigned i = 0; i < 512; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i * 7));
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
    CHECK(decode_base64(encode_base64(bytes, Padding::None), Padding::None) == bytes);
  }
}

TEST_CASE("base64: padding is required or forbidden", "[crypto][encoding]") {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zm8", "=", "==", "====", "Z===", "Zm9v===="}) {
    CHECK_FALSE(decode_base64(text));
  }
  for (const char* text : {"Zg==", "Zm8=", "Z", "Zm9vY", "="}) {
    CHECK_FALSE(decode_base64(text, Padding::None));
  }
}

TEST_CASE("base64: bits that no byte takes must be zero", "[crypto][encoding]") {
  for (const char* text : {"Zh==", "Zv==", "Zm9=", "Zm+="}) CHECK_FALSE(decode_base64(text));
  for (const char* text : {"Zh", "Zm9"}) CHECK_FALSE(decode_base64(text, Padding::None));
}

TEST_CASE("base64: characters outside the alphabet are refused anywhere", "[crypto][encoding]") {
  const std::string good = "Zm9vYmFyZg==";
  for (std::size_t at = 0; at < 10; ++at) {
    for (const char bad : {' ', '\n', '\r', '-', '_', '=', '\0', '\x80', '\xFF'}) {
      std::string text = good;
      text[at] = bad;
      CHECK_FALSE(decode_base64(text));
    }
  }
}

TEST_CASE("base64: appends the padded form", "[crypto][encoding]") {
  std::string text = "data:";
  append_base64(text, as_bytes("fo"));
  CHECK(text == "data:Zm8=");
}

TEST_CASE("base64: secrets have the same form", "[crypto][encoding]") {
  const SecretText text = encode_base64_secret(as_bytes("fooba"));
  CHECK(text.expose() == "Zm9vYmE=");
  CHECK(decode_base64_secret(text.expose()).value().expose() == "fooba");
  CHECK_FALSE(decode_base64_secret("Zm9vYmE"));
  CHECK_FALSE(decode_base64_secret("Zm9vYmF="));
}
