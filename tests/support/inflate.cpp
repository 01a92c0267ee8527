#include "tests/support/inflate.h"

#include "tests/support/catch.h"

#include <zlib.h>

#include <array>

namespace holdfast::test {

std::string inflate_zlib(ByteView compressed) {
  Bytes input(compressed.begin(), compressed.end());  // zlib's is not const
  z_stream stream{};
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  REQUIRE(::inflateInit(&stream) == Z_OK);
  std::string text;
  std::array<std::uint8_t, 65536> part{};
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = part.data();
    stream.avail_out = static_cast<uInt>(part.size());
    result = ::inflate(&stream, Z_NO_FLUSH);
    text += as_text(ByteView(part).first(part.size() - stream.avail_out));
  }
  ::inflateEnd(&stream);
  REQUIRE(result == Z_STREAM_END);
  return text;
}

}  // namespace holdfast::test
