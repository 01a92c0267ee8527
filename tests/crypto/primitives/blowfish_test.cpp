#include "crypto/primitives/blowfish.h"

#include "tests/support/catch.h"

using namespace holdfast;

namespace {

struct Vector {
  std::array<std::uint32_t, 2> key;
  Blowfish::Block plain;
  Blowfish::Block sealed;
};

// From Eric Young's set, which is published with the cipher.
constexpr std::array kVectors{
    Vector{{0, 0}, {0, 0}, {0x4ef99745, 0x6198dd78}},
    Vector{{0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}, {0x51866fd5, 0xb85ecb8a}},
    Vector{{0x30000000, 0}, {0x10000000, 0x00000001}, {0x7d856f9a, 0x613063f2}},
    Vector{{0x11111111, 0x11111111}, {0x11111111, 0x11111111}, {0x2466dd87, 0x8b963c9d}},
    Vector{{0x01234567, 0x89abcdef}, {0x11111111, 0x11111111}, {0x61f9c380, 0x2281b096}},
};

}  // namespace

TEST_CASE("blowfish: published vectors", "[crypto][blowfish]") {
  for (const Vector& vector : kVectors) {
    Blowfish cipher;
    cipher.expand(vector.key);
    CHECK(cipher.encrypt(vector.plain) == vector.sealed);
  }
}

TEST_CASE("blowfish: a salt of zeros is no salt", "[crypto][blowfish]") {
  Blowfish plain;
  Blowfish salted;
  plain.expand(kVectors[4].key);
  salted.expand(kVectors[4].key, std::array<std::uint32_t, 3>{});
  CHECK(plain.encrypt({1, 2}) == salted.encrypt({1, 2}));
  salted.expand(kVectors[4].key, std::array<std::uint32_t, 3>{0, 0, 1});
  plain.expand(kVectors[4].key);
  CHECK(plain.encrypt({1, 2}) != salted.encrypt({1, 2}));
}
