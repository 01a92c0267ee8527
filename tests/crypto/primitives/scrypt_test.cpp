#include "crypto/primitives/scrypt.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("scrypt: RFC 7914, section 12, its first 32 bytes", "[crypto][primitives]") {
  CHECK(encode_hex(scrypt(as_bytes("pleaseletmein"), as_bytes("SodiumChloride"), 14).expose()) ==
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST_CASE("scrypt: the least work factor", "[crypto][primitives]") {
  CHECK(encode_hex(scrypt(as_bytes("p\xC3\xA4ssw\xC3\xB6rd"), as_bytes("salt"), 1).expose()) ==
        "1a077b28aa2ecffc0ca0f39507dd763881cd6cd01f11fd7f7b4b3982808930da");
}
