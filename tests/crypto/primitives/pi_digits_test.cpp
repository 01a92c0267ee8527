#include "crypto/primitives/pi_digits.h"

#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("pi_digits: the first and the last that Blowfish takes", "[crypto][pi]") {
  const auto digits = pi_digits(18 + 4 * 256);
  REQUIRE(digits.size() == 1042);
  CHECK(digits[0] == 0x243f6a88);  // 3.243F6A88 85A308D3 ...
  CHECK(digits[1] == 0x85a308d3);
  // As in the tables that Blowfish is published with: first subkey of each kind, last of all.
  CHECK(digits[17] == 0x8979fb1b);
  CHECK(digits[18] == 0xd1310ba6);
  CHECK(digits[18 + 256] == 0x4b7a70e9);
  CHECK(digits[18 + 512] == 0xe93d5a68);
  CHECK(digits[18 + 768] == 0x3a39ce37);
  CHECK(digits[1041] == 0x3ac372e6);
}

TEST_CASE("pi_digits: fewer are the start of more", "[crypto][pi]") {
  const auto many = pi_digits(100);
  for (std::size_t words = 0; words < 100; ++words) {
    const auto few = pi_digits(words);
    CHECK(std::vector(many.begin(), many.begin() + static_cast<std::ptrdiff_t>(words)) == few);
  }
}
