#include "crypto/primitives/x25519.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;

namespace {

std::array<std::uint8_t, 32> from_hex(std::string_view text) {
  std::array<std::uint8_t, 32> bytes{};
  std::ranges::copy(decode_hex(text).value(), bytes.begin());
  return bytes;
}

// RFC 7748, section 6.1.
constexpr std::string_view kAlice =
    "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
constexpr std::string_view kBob =
    "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
constexpr std::string_view kShared =
    "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

}  // namespace

TEST_CASE("x25519: both sides of RFC 7748, section 6.1, agree", "[crypto][primitives]") {
  const auto alice = from_hex(kAlice);
  const auto bob = from_hex(kBob);
  CHECK(encode_hex(x25519_public(alice)) ==
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  CHECK(encode_hex(x25519(alice, x25519_public(bob)).value().expose()) == kShared);
  CHECK(encode_hex(x25519(bob, x25519_public(alice)).value().expose()) == kShared);
}

TEST_CASE("x25519: points of low order give no secret", "[crypto][primitives]") {
  const auto alice = from_hex(kAlice);
  std::array<std::uint8_t, 32> point{};
  CHECK_FALSE(x25519(alice, point));
  point[0] = 1;
  CHECK_FALSE(x25519(alice, point));
  CHECK_FALSE(
      x25519(alice, from_hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")));
}
