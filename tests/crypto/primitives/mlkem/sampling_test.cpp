#include "crypto/primitives/mlkem/sampling.h"

#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::mlkem;

TEST_CASE("mlkem sampling: candidates over the modulus are passed over", "[crypto][mlkem]") {
  Bytes stream(3 * 129, 0);
  stream[0] = 0x01;  // 0xD01 is the modulus, 0xD00 the last below it
  stream[1] = 0x0D;
  stream[3] = 0x00;
  stream[4] = 0x0D;
  const auto polynomial = sample_uniform(stream);
  REQUIRE(polynomial);
  CHECK(polynomial->coefficients[0] == 0);
  CHECK(polynomial->coefficients[1] == kModulus - 1);
}

TEST_CASE("mlkem sampling: a stream that is too short gives nothing", "[crypto][mlkem]") {
  CHECK(sample_uniform(Bytes(3 * 128, 0)));
  CHECK_FALSE(sample_uniform(Bytes(3 * 128 - 1, 0)));
  CHECK_FALSE(sample_uniform(Bytes(3000, 0xFF)));
  CHECK_FALSE(sample_uniform({}));
}

TEST_CASE("mlkem sampling: noise is small", "[crypto][mlkem]") {
  const std::array<std::uint8_t, 32> seed{};
  std::array<int, 5> seen{};
  for (std::uint8_t number = 0; number < 7; ++number) {
    for (const Element element : noise(seed, number).coefficients) {
      const Element shifted = add(element, 2);
      REQUIRE(shifted < seen.size());
      ++seen.at(shifted);
    }
  }
  CHECK(std::ranges::min(seen) > 0);
  CHECK(std::ranges::max(seen) == seen[2]);
}
