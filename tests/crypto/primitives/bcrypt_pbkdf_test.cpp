#include "crypto/primitives/bcrypt_pbkdf.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

namespace {

std::string derive(std::string_view passphrase,
                   std::string_view salt,
                   std::uint32_t rounds,
                   std::size_t size) {
  return encode_hex(bcrypt_pbkdf(as_bytes(passphrase), as_bytes(salt), rounds, size).expose());
}

}  // namespace

// Made by OpenBSD's own implementation; the same stand in the tests of Go's and Python's.
TEST_CASE("bcrypt_pbkdf: what OpenBSD's gives", "[crypto][bcrypt]") {
  using namespace std::string_view_literals;
  CHECK(derive("password", "salt", 12, 32) ==
        "1ae42c05d487bc02f64921a4ebe4ea93bcacfe135fda99974c06b7b01fae149a");
  CHECK(derive("passwordy\0PASSWORD\0"sv, "salty\0SALT\0"sv, 3, 32) ==
        "7f310bd3e78c3280c59ce4595211a2928e8d4ec744c1ed2efc9f764e3388e0ad");
  CHECK(derive("секретное слово", "посолить немножко", 8, 88) ==
        "8df43fc6fe131fc47f0c9e39224bd94c70b6fcc8ee8135faddf61156e6cb2733"
        "ea765f315a3e1e4afc35bf8687d189254c1e05a6fe80c0617f9183d67260d6a1"
        "15c6c94e3603e2303fbb43a76a64523ffda686b1d4518543");
}

TEST_CASE("bcrypt_pbkdf: sizes that fill no block", "[crypto][bcrypt]") {
  CHECK(derive("password", "salt", 12, 31) ==
        "1ae42c05d487bc02f64921a4ebe4ea93bcacfe135fda99974c06b7b01fae14");
  CHECK(derive("p", "s", 1, 1).size() == 2);
  CHECK(derive("p", "s", 1, 0).empty());
}

TEST_CASE("bcrypt_pbkdf: what gives no key is refused", "[crypto][bcrypt]") {
  CHECK(test::code_of([] { (void)derive("", "salt", 1, 32); }) == Code::Failed);
  CHECK(test::code_of([] { (void)derive("password", "", 1, 32); }) == Code::Failed);
  CHECK(test::code_of([] { (void)derive("password", "salt", 0, 32); }) == Code::Failed);
}
