// OpenSSH's signatures and keys.

#include "crypto/ssh/signature.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

namespace {

template <class Parse>
void expect_failed_or_good(const Parse& parse) {
  try {
    parse();
  } catch (const Error& error) {
    if (error.code() != Code::Failed) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  if (ssh::verify(as_bytes("message"), text, "holdfast", {})) std::abort();
  expect_failed_or_good([&] { (void)ssh::parse_public_key_line(text); });
  expect_failed_or_good([&] { (void)ssh::parse_private_key_file(text); });
  return 0;
}
