#include "crypto/encoding/hex.h"

#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("hex: writes lower case and reads either", "[crypto][encoding]") {
  const Bytes bytes{0x00, 0x09, 0xAF, 0xFF};
  CHECK(encode_hex(bytes) == "0009afff");
  CHECK(decode_hex("0009afff") == bytes);
  CHECK(decode_hex("0009AFff") == bytes);
  CHECK(decode_hex("") == Bytes());
}

TEST_CASE("hex: odd length and other characters are refused", "[crypto][encoding]") {
  for (const char* text : {"0", "000", "0g", "G0", " 00", "0x00", "/0", ":0", "@0", "`0"}) {
    CHECK_FALSE(decode_hex(text));
  }
}
