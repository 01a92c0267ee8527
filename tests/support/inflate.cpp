#include "tests/support/inflate.h"

#include "src/base/bytes.h"
#include "src/base/error.h"

#include <zlib.h>

namespace holdfast::test {

std::string inflate(std::string_view compressed) {
  constexpr std::size_t kMaxContent = std::size_t{64} << 20U;
  const ByteView in = as_bytes(compressed);
  for (std::size_t room = std::size_t{1} << 20U; room <= kMaxContent; room *= 4) {
    Bytes content(room);
    uLongf size = room;
    const int result = uncompress(content.data(), &size, in.data(), in.size());
    if (result == Z_OK) return to_text(ByteView(content).first(size));
    if (result != Z_BUF_ERROR) break;
  }
  throw Error(Code::Failed, "this is no zlib data");
}

}  // namespace holdfast::test
