#include "crypto/primitives/mlkem/packing.h"

#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::mlkem;

namespace {

// FIPS 203, section 4.2.1, as written: round(2^bits / q * element) modulo 2^bits.
Element divided(Element element, unsigned bits) {
  return (((element << bits) * 2 + kModulus) / (2 * kModulus)) % (1U << bits);
}

Polynomial counted(unsigned bits) {
  Polynomial polynomial;
  Element next = 1;
  for (Element& element : polynomial.coefficients) {
    element = next & ((1U << bits) - 1U);
    next = next * 5 + 3;
  }
  return polynomial;
}

}  // namespace

TEST_CASE("mlkem packing: compresses each element as division does", "[crypto][mlkem]") {
  for (unsigned bits = 1; bits < 12; ++bits) {
    std::uint64_t wrong = 0;
    for (Element element = 0; element < kModulus; ++element) {
      wrong += compress(element, bits) == divided(element, bits) ? 0U : 1U;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("mlkem packing: a step comes back from its element", "[crypto][mlkem]") {
  for (unsigned bits = 1; bits < 12; ++bits) {
    for (Element step = 0; step < (1U << bits); ++step) {
      REQUIRE(decompress(step, bits) < kModulus);
      REQUIRE(compress(decompress(step, bits), bits) == step);
    }
  }
}

TEST_CASE("mlkem packing: bytes and back, in every width", "[crypto][mlkem]") {
  for (unsigned bits = 1; bits <= 12; ++bits) {
    Bytes bytes(packed_size(bits));
    const Polynomial polynomial = counted(bits);
    pack(polynomial, bits, bytes);
    CHECK(unpack(bytes, bits).coefficients == polynomial.coefficients);
  }
}

TEST_CASE("mlkem packing: the lowest bit comes first", "[crypto][mlkem]") {
  Bytes bytes(packed_size(12));
  Polynomial polynomial;
  polynomial.coefficients[0] = 0xABC;
  polynomial.coefficients[1] = 0x123;
  pack(polynomial, 12, bytes);
  CHECK(bytes[0] == 0xBC);
  CHECK(bytes[1] == 0x3A);
  CHECK(bytes[2] == 0x12);
}
