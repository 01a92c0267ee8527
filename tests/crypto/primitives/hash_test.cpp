#include "crypto/primitives/hash.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("hash: SHA-256 of the standard's example", "[crypto][primitives]") {
  CHECK(sha256_hex(as_bytes("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("hash: SHA-256 of nothing", "[crypto][primitives]") {
  CHECK(sha256_hex({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("hash: SHA-512 in pieces is SHA-512 of the whole", "[crypto][primitives]") {
  Sha512 pieces;
  pieces.update(as_bytes("a"));
  pieces.update({});
  pieces.update(as_bytes("bc"));
  const Sha512Digest digest = pieces.digest();
  CHECK(digest == sha512(as_bytes("abc")));
  CHECK(encode_hex(digest) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("hash: a running SHA-512 can be moved", "[crypto][primitives]") {
  Sha512 first;
  first.update(as_bytes("ab"));
  Sha512 second = std::move(first);
  second.update(as_bytes("c"));
  CHECK(second.digest() == sha512(as_bytes("abc")));
}
