#include "crypto/primitives/mlkem/field.h"

#include "tests/support/catch.h"

using namespace holdfast::mlkem;

TEST_CASE("mlkem field: every sum, difference and product is that of division", "[crypto][mlkem]") {
  std::uint64_t wrong = 0;
  for (Element one = 0; one < kModulus; ++one) {
    for (Element other = 0; other < kModulus; ++other) {
      wrong += multiply(one, other) == one * other % kModulus ? 0U : 1U;
      wrong += add(one, other) == (one + other) % kModulus ? 0U : 1U;
      wrong += subtract(one, other) == (one + kModulus - other) % kModulus ? 0U : 1U;
    }
  }
  CHECK(wrong == 0);
}
