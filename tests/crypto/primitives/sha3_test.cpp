#include "crypto/primitives/sha3.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

#include <array>

using namespace holdfast;

namespace {

// The bytes 0, 1, 2 ... as Python's bytes(range(size)) has them.
Bytes counted(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

std::string sha3_256_hex(ByteView bytes) {
  std::array<std::uint8_t, 32> out{};
  sha3_256({bytes}, out);
  return encode_hex(out);
}

std::string sha3_512_hex(ByteView bytes) {
  std::array<std::uint8_t, 64> out{};
  sha3_512({bytes}, out);
  return encode_hex(out);
}

template <class Shake>
std::string last_bytes_hex(const Shake& shake, ByteView bytes, std::size_t size) {
  Bytes out(size);
  shake({bytes}, out);
  return encode_hex(ByteView(out).last(16));
}

}  // namespace

// The known answers below are those of Python's hashlib.

TEST_CASE("sha3: known answers of SHA3-256", "[crypto][primitives]") {
  CHECK(sha3_256_hex(counted(0)) ==
        "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  CHECK(sha3_256_hex(counted(135)) ==
        "fded8fd9d6551c601eeb3b7c6bc5e5cfd8aad1d015b7e9aaa9c9b9475231d5e2");
  CHECK(sha3_256_hex(counted(136)) ==
        "cf3ccff92480a29160c2d38317c430e14749bfee1788106957dfe73f8c4930e5");
  CHECK(sha3_256_hex(counted(200)) ==
        "5f728f63bf5ee48c77f453c0490398fa645b8d4c4e56be9a41cfec344d6ca899");
}

TEST_CASE("sha3: known answers of SHA3-512", "[crypto][primitives]") {
  CHECK(sha3_512_hex(counted(0)) ==
        "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c"
        "3ac558f500199d95b6d3e301758586281dcd26");
  CHECK(sha3_512_hex(counted(71)) ==
        "3ccc850d53a1287af7b4560b2ef0d43eb5d9a80d62a0e9cf1dbc040135921104d4395168e90bfc871773ebb34b"
        "ca1bd67056e1cc7dc7a48ff7c3167d389f117c");
  CHECK(sha3_512_hex(counted(72)) ==
        "5d63f2bbe971a983ac6847480106e4e1264ee3a0befd79954914e1d86e795b2e18238f12fc5e46cb9cc78efdec"
        "610a93647cc04e1c23d8caaa6a58c21dd26c07");
  CHECK(sha3_512_hex(counted(200)) ==
        "ea5d05f19348dd589793354793a15f37a73b4c0bb4e750b9a00757dfce2f8b65a64191bb9b137de00feef6474c"
        "fd47abf7880efbc51614a5715df12cfe0caee3");
}

TEST_CASE("sha3: known answers of SHAKE128, up to several blocks", "[crypto][primitives]") {
  CHECK(last_bytes_hex(shake128, counted(0), 16) == "7f9c2ba4e88f827d616045507605853e");
  CHECK(last_bytes_hex(shake128, counted(34), 504) == "29ff7d3b267b841f9b09aec0c57eddd9");
  CHECK(last_bytes_hex(shake128, counted(34), 672) == "2f46f8c91194772efc87e7072cfa9d4b");
  CHECK(last_bytes_hex(shake128, counted(200), 1000) == "8db6ca17df9bd00747b84e92e68bc165");
}

TEST_CASE("sha3: known answers of SHAKE256, up to several blocks", "[crypto][primitives]") {
  CHECK(last_bytes_hex(shake256, counted(0), 16) == "46b9dd2b0ba88d13233b3feb743eeb24");
  CHECK(last_bytes_hex(shake256, counted(33), 128) == "687c7c021b32a900bb0c5d25947f7259");
  CHECK(last_bytes_hex(shake256, counted(32), 96) == "21f6d5791830ae3f914bee9b0292b288");
  CHECK(last_bytes_hex(shake256, counted(200), 1000) == "ff0816c8096dc480b33e2d1f5d84774a");
}

TEST_CASE("sha3: parts are one message", "[crypto][primitives]") {
  const Bytes bytes = counted(200);
  const ByteView view(bytes);
  std::array<std::uint8_t, 32> out{};
  sha3_256({view.first(100), {}, view.subspan(100)}, out);
  CHECK(encode_hex(out) == sha3_256_hex(bytes));
}
