#include "crypto/primitives/hkdf.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

namespace {

std::string hkdf_hex(ByteView input_key, ByteView salt, std::string_view info) {
  return encode_hex(hkdf_sha256(input_key, salt, info).expose());
}

}  // namespace

TEST_CASE("hkdf: RFC 5869 case 1, its first 32 bytes", "[crypto][primitives]") {
  const Bytes input_key(22, 0x0B);
  const auto salt = decode_hex("000102030405060708090a0b0c");
  const auto info = decode_hex("f0f1f2f3f4f5f6f7f8f9");
  CHECK(hkdf_hex(input_key, *salt, as_text(*info)) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

TEST_CASE("hkdf: RFC 5869 case 3, without salt and info", "[crypto][primitives]") {
  const Bytes input_key(22, 0x0B);
  CHECK(hkdf_hex(input_key, {}, "") ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST_CASE("hkdf: the steps by themselves, RFC 5869 case 1", "[crypto][primitives]") {
  const auto salt = decode_hex("000102030405060708090a0b0c");
  const auto info = decode_hex("f0f1f2f3f4f5f6f7f8f9");
  const DerivedKey extracted = hkdf_extract(*salt, Bytes(22, 0x0B));
  CHECK(encode_hex(extracted.expose()) ==
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  Bytes out(12);
  hkdf_expand(extracted, *info, out);
  CHECK(encode_hex(out) == "3cb25f25faacd57a90434f64");
}

TEST_CASE("hkdf: more than a block is refused", "[crypto][primitives]") {
  Bytes out(33);
  CHECK(test::code_of([&] { hkdf_expand(DerivedKey(), {}, out); }) == Code::Failed);
}
