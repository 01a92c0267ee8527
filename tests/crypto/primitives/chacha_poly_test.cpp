#include "crypto/primitives/chacha_poly.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <numeric>

using namespace holdfast;

namespace {

ChaChaPoly cipher() {
  std::array<std::uint8_t, 32> key{};
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  return ChaChaPoly(key);
}

ChaChaPoly::Nonce counting_nonce() {
  ChaChaPoly::Nonce nonce{};
  std::iota(nonce.begin(), nonce.end(), std::uint8_t{0});
  return nonce;
}

Bytes seal(ByteView plain) {
  Bytes sealed(plain.size() + ChaChaPoly::kTagSize);
  ChaChaPoly aead = cipher();
  aead.seal(counting_nonce(), plain, sealed);
  return sealed;
}

}  // namespace

TEST_CASE("chacha_poly: a small message as another program seals it", "[crypto][primitives]") {
  CHECK(encode_hex(seal(as_bytes("plain text"))) ==
        "f99769694737d125cff7bb03ae53d299bc3bfae80fd205e0d005");
}

TEST_CASE("chacha_poly: both libraries give the same key stream", "[crypto][primitives]") {
  const Bytes small = seal(Bytes(1023, 7));
  const Bytes large = seal(Bytes(1024, 7));
  CHECK(std::equal(small.begin(), small.begin() + 1023, large.begin()));
}

TEST_CASE("chacha_poly: opens what it sealed, and nothing else", "[crypto][primitives]") {
  for (const std::size_t size : {0U, 1U, 16U, 1023U, 1024U, 65536U}) {
    const Bytes plain(size, 0x5A);
    Bytes sealed = seal(plain);
    Bytes opened(size);
    ChaChaPoly aead = cipher();
    CHECK(aead.open(counting_nonce(), sealed, opened));
    CHECK(opened == plain);
    CHECK_FALSE(aead.open({}, sealed, opened));
    CHECK(opened == Bytes(size));
    sealed.back() ^= 1U;
    CHECK_FALSE(aead.open(counting_nonce(), sealed, opened));
    CHECK(opened == Bytes(size));
  }
}
