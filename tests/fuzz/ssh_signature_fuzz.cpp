// OpenSSH's signatures.

#include "crypto/ssh/signature.h"

#include <cstdlib>

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  if (ssh::verify(as_bytes("message"), text, "holdfast", {})) std::abort();
  return 0;
}
