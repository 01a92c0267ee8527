#include "crypto/primitives/hpke.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

namespace {

struct Vector {
  std::uint16_t kem;
  std::string_view shared_secret;
  std::string_view info;
  std::string_view key;
  std::string_view base_nonce;
};

void check(const Vector& vector) {
  const Bytes secret = decode_hex(vector.shared_secret).value();
  const Bytes info = decode_hex(vector.info).value();
  const HpkeContext context = hpke_base_context(vector.kem, secret, as_text(info));
  CHECK(encode_hex(context.key.expose()) == vector.key);
  CHECK(encode_hex(context.base_nonce) == vector.base_nonce);
}

}  // namespace

TEST_CASE("hpke: RFC 9180, appendix A.2.1", "[crypto][primitives]") {
  check({.kem = 0x0020,
         .shared_secret = "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7",
         .info = "4f6465206f6e2061204772656369616e2055726e",
         .key = "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91",
         .base_nonce = "5c4d98150661b848853b547f"});
}

// The draft's info is text that is itself hexadecimal.
TEST_CASE("hpke: draft-ietf-hpke-pq, MLKEM768-X25519", "[crypto][primitives]") {
  check({.kem = 0x647A,
         .shared_secret = "b90cf181d95351d1091569487caaf6c3434eeb181a2c4c04631980ce139afa67",
         .info = "34663634363532303666366532303631323034373732363536333639363136653230353537323665",
         .key = "4a4c042267e8ec360c83b2baf0d5e3dcca73a86531cdf67ec41d95bccfe12387",
         .base_nonce = "5ddfaaee10a4dfd0d8e1b49f"});
}
