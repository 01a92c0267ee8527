#include "crypto/shamir/gf256.h"

#include "tests/support/catch.h"

using namespace holdfast;

TEST_CASE("gf256: the examples of the format's description", "[crypto][shamir]") {
  CHECK(gf256::multiply(0x57, 0x83) == 0xC1);
  CHECK(gf256::inverse(0x53) == 0xCA);
}

TEST_CASE("gf256: each element but zero has an inverse", "[crypto][shamir]") {
  CHECK(gf256::inverse(0) == 0);
  for (unsigned i = 1; i < 256; ++i) {
    const auto element = static_cast<std::uint8_t>(i);
    CHECK(gf256::multiply(element, gf256::inverse(element)) == 1);
    CHECK(gf256::multiply(element, 1) == element);
    CHECK(gf256::multiply(element, 0) == 0);
  }
}
