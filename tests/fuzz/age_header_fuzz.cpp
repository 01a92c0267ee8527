// age files: the header parser, and the whole way of a file to its payload.

#include "crypto/age/decrypt.h"
#include "crypto/age/header.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView file(data, size);
  try {
    const age::Header header = age::parse_header(file);
    // The form is canonical: printing gives back every byte that the MAC covers.
    const std::string printed = age::print_header(header.stanzas, age::FileKey());
    const ByteView covered = file.first(header.mac_input_size);
    if (!printed.starts_with(as_text(covered))) std::abort();
    (void)age::try_decrypt(file, {});
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
  }
  return 0;
}
