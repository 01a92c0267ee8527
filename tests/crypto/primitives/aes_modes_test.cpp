#include "crypto/primitives/aes_modes.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;
using holdfast::test::code_of;

namespace {

constexpr std::string_view kPlain =
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51";
constexpr std::string_view kKey128 = "2b7e151628aed2a6abf7158809cf4f3c";
constexpr std::string_view kKey192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
constexpr std::string_view kKey256 =
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
constexpr std::string_view kIv = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view kCounter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

std::string decrypted(AesMode mode,
                      std::string_view key,
                      std::string_view first,
                      std::string_view sealed) {
  return encode_hex(
      aes_decrypt(
          mode, decode_hex(key).value(), decode_hex(first).value(), decode_hex(sealed).value())
          .expose_bytes());
}

}  // namespace

// NIST SP 800-38A, appendix F.2 and F.5, the first blocks.
TEST_CASE("aes_modes: published vectors", "[crypto][aes_modes]") {
  CHECK(decrypted(AesMode::Cbc,
                  kKey128,
                  kIv,
                  "7649abac8119b246cee98e9b12e9197d"
                  "5086cb9b507219ee95db113a917678b2") == kPlain);
  CHECK(decrypted(AesMode::Cbc,
                  kKey192,
                  kIv,
                  "4f021db243bc633d7178183a9fa071e8"
                  "b4d9ada9ad7dedf4e5e738763f69145a") == kPlain);
  CHECK(decrypted(AesMode::Cbc,
                  kKey256,
                  kIv,
                  "f58c4c04d6e5f1ba779eabfb5f7bfbd6"
                  "9cfc4e967edb808d679f777bc6702c7d") == kPlain);
  CHECK(decrypted(AesMode::Ctr,
                  kKey128,
                  kCounter,
                  "874d6191b620e3261bef6864990db6ce"
                  "9806f66b7970fdff8617187bb9fffdff") == kPlain);
  CHECK(decrypted(AesMode::Ctr,
                  kKey192,
                  kCounter,
                  "1abc932417521ca24f2b0459fe7e6e0b"
                  "090339ec0aa6faefd5ccc2c6f4ce8e94") == kPlain);
  CHECK(decrypted(AesMode::Ctr,
                  kKey256,
                  kCounter,
                  "601ec313775789a5b7a7f504bbf3d228"
                  "f443e3ca4d62b59aca84e990cacaf5c5") == kPlain);
}

TEST_CASE("aes_modes: parts of blocks are refused", "[crypto][aes_modes]") {
  for (const AesMode mode : {AesMode::Ctr, AesMode::Cbc}) {
    CHECK(aes_decrypt(mode, Bytes(32), Bytes(16), {}).empty());
    CHECK(code_of([&] { (void)aes_decrypt(mode, Bytes(32), Bytes(16), Bytes(15)); }) ==
          Code::Failed);
    CHECK(code_of([&] { (void)aes_decrypt(mode, Bytes(32), Bytes(15), Bytes(16)); }) ==
          Code::Failed);
    CHECK(code_of([&] { (void)aes_decrypt(mode, Bytes(31), Bytes(16), Bytes(16)); }) ==
          Code::Failed);
  }
}
