// The armor of age files.

#include "crypto/encoding/armor.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const Bytes file = decode_armor(as_text(ByteView(data, size)));
    if (decode_armor(encode_armor(file)) != file) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
  }
  return 0;
}
