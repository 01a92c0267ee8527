// Mnemonics of shares: one that is read is printed and read to the same.

#include "crypto/slip39/share_set.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const slip39::Share share = slip39::parse_mnemonic(as_text(ByteView(data, size)));
    const SecretText text = slip39::print_mnemonic(share);
    const slip39::Share again = slip39::parse_mnemonic(text.expose());
    if (as_text(again.value.expose()) != as_text(share.value.expose())) std::abort();
    if (slip39::print_mnemonic(again).expose() != text.expose()) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
  }
  return 0;
}
