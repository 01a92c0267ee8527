// The armor of age files: both ways, whole and in pieces.

#include "crypto/encoding/armor.h"
#include "src/base/error.h"
#include "tests/support/streams.h"

#include <cstdlib>
#include <optional>

using namespace holdfast;

namespace {

template <class Action>
std::optional<Bytes> result_of(const Action& action) {
  try {
    return action();
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
    return std::nullopt;
  }
}

std::optional<Bytes> decode_in_pieces(ByteView text, std::size_t piece) {
  return result_of([&] {
    test::PieceSource source(text, piece);
    Lookahead in(source);
    ArmorSource armor(in);
    return test::read_all(armor, piece);
  });
}

std::string encode_in_pieces(ByteView file, std::size_t piece) {
  test::KeepingSink out;
  ArmorSink armor(out);
  for (ByteView rest = file; !rest.empty(); rest = rest.subspan(std::min(piece, rest.size()))) {
    armor.write(rest.first(std::min(piece, rest.size())));
  }
  armor.finish();
  return to_text(out.kept());
}

void check(ByteView text, std::size_t piece) {
  const auto file = result_of([&] { return decode_armor(as_text(text)); });
  if (decode_in_pieces(text, piece) != file) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size % 100 + 1;
  check(input, piece);
  const std::string text = encode_armor(input);
  if (encode_in_pieces(input, piece) != text) std::abort();
  if (decode_armor(text) != Bytes(input.begin(), input.end())) std::abort();
  check(as_bytes(text), piece);
  return 0;
}
