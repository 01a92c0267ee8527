#include "crypto/primitives/hmac.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

namespace {

std::string hmac_hex(ByteView key, std::initializer_list<ByteView> parts) {
  return encode_hex(hmac_sha256(key, parts));
}

}  // namespace

TEST_CASE("hmac: RFC 4231 case 2, in one part or several", "[crypto][primitives]") {
  const std::string expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  CHECK(hmac_hex(as_bytes("Jefe"), {as_bytes("what do ya want for nothing?")}) == expected);
  CHECK(hmac_hex(as_bytes("Jefe"),
                 {as_bytes("what do ya "), as_bytes(""), as_bytes("want for nothing?")}) ==
        expected);
}

TEST_CASE("hmac: RFC 4231 case 6, a key longer than a block", "[crypto][primitives]") {
  const Bytes key(131, 0xAA);
  CHECK(hmac_hex(key, {as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")}) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
