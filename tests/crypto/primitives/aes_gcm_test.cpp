#include "crypto/primitives/aes_gcm.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <numeric>

using namespace holdfast;

namespace {

Bytes counting(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

AesGcm cipher() {
  const Bytes key = counting(32);
  return AesGcm(std::span(key).first<32>());
}

std::string seal_hex(AesGcm& aes, ByteView nonce) {
  Bytes out(10);
  const AesGcm::Tag tag = aes.seal(nonce, as_bytes("path:"), as_bytes("plain text"), out);
  return encode_hex(out) + encode_hex(tag);
}

}  // namespace

TEST_CASE("aes_gcm: nonces of several lengths under one key", "[crypto][primitives]") {
  AesGcm aes = cipher();
  const std::string with_12 = "376eb772abc5b67ef535e67cbae512897f7ab1b0b518c223b9dc";
  CHECK(seal_hex(aes, counting(12)) == with_12);
  CHECK(seal_hex(aes, counting(100)) == "b0f4c2e1b102bf1f4448afb609bb7a65b01033fc4e1f796bbca9");
  CHECK(seal_hex(aes, counting(12)) == with_12);
}

TEST_CASE("aes_gcm: opens what it sealed, in any order of the two", "[crypto][primitives]") {
  AesGcm aes = cipher();
  for (const std::size_t nonce_size : {1U, 8U, 16U, 31U, 32U, 128U}) {
    const Bytes nonce = counting(nonce_size);
    const Bytes plain = counting(77);
    Bytes sealed(plain.size());
    Bytes opened(plain.size());
    const AesGcm::Tag tag = aes.seal(nonce, as_bytes("aad"), plain, sealed);
    CHECK(aes.open(nonce, as_bytes("aad"), sealed, tag, opened));
    CHECK(opened == plain);
  }
}

TEST_CASE("aes_gcm: what does not hold leaves no plaintext", "[crypto][primitives]") {
  AesGcm aes = cipher();
  const Bytes plain = counting(50);
  Bytes sealed(plain.size());
  const AesGcm::Tag tag = aes.seal(counting(32), as_bytes("aad"), plain, sealed);
  Bytes opened(plain.size(), 0xEE);
  SECTION("other additional data") {
    CHECK_FALSE(aes.open(counting(32), as_bytes("add"), sealed, tag, opened));
  }
  SECTION("other nonce") {
    CHECK_FALSE(aes.open(counting(31), as_bytes("aad"), sealed, tag, opened));
  }
  SECTION("other ciphertext") {
    sealed[49] ^= 1U;
    CHECK_FALSE(aes.open(counting(32), as_bytes("aad"), sealed, tag, opened));
  }
  CHECK(opened == Bytes(plain.size()));
}

TEST_CASE("aes_gcm: a nonce that is empty or too long opens nothing", "[crypto][primitives]") {
  AesGcm aes = cipher();
  Bytes opened(1);
  CHECK_FALSE(aes.open({}, {}, Bytes(1), {}, opened));
  CHECK_FALSE(aes.open(counting(AesGcm::kMaxNonce + 1), {}, Bytes(1), {}, opened));
}

TEST_CASE("aes_gcm: empty message and empty additional data", "[crypto][primitives]") {
  AesGcm aes = cipher();
  const AesGcm::Tag tag = aes.seal(counting(32), {}, {}, {});
  CHECK(aes.open(counting(32), {}, {}, tag, {}));
  CHECK_FALSE(aes.open(counting(32), as_bytes("a"), {}, tag, {}));
}
