#include "src/base/lookahead.h"

#include "tests/support/catch.h"
#include "tests/support/streams.h"

#include <numeric>

namespace holdfast {

namespace {

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

}  // namespace

TEST_CASE("lookahead: what was looked at is still read", "[base]") {
  const Bytes all = counted(100'000);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{5000}, all.size()}) {
    test::PieceSource source(all, piece);
    Lookahead in(source);
    CHECK(in.peek(0).empty());
    CHECK(in.peek(40'000).size() >= 40'000);
    in.skip(3);
    CHECK(test::equal(in.peek(50'000).first(50'000), ByteView(all).subspan(3, 50'000)));
    CHECK(test::read_all(in, 999) == Bytes(all.begin() + 3, all.end()));
  }
}

TEST_CASE("lookahead: the end is seen, and asked for once", "[base]") {
  const Bytes all = counted(10);
  test::PieceSource source(all, 4);
  Lookahead in(source);
  CHECK(in.peek(11).size() == 10);
  in.skip(10);
  std::array<std::uint8_t, 1> byte{};
  CHECK(in.peek(1).empty());
  CHECK(in.read(byte) == 0);
  CHECK(source.ends() == 1);
}

TEST_CASE("lookahead: over memory copies nothing", "[base]") {
  const Bytes all = counted(10);
  Lookahead in(all);
  CHECK(in.peek(0).data() == all.data());
  CHECK(in.peek(100).size() == 10);
  in.skip(4);
  CHECK(test::read_all(in, 3) == Bytes(all.begin() + 4, all.end()));
}

}  // namespace holdfast
