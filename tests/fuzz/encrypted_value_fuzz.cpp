// Encrypted SOPS values: the text form, and what the cipher makes of it.

#include "crypto/sops/encrypted_value.h"
#include "crypto/sops/value_cipher.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  try {
    const sops::EncryptedValue value = sops::parse_encrypted_value(text);
    // The form is canonical, but for what stands behind the bracket.
    if (!text.starts_with(sops::print_encrypted_value(value))) std::abort();
    if (sops::ValueCipher(sops::DataKey()).try_decrypt(value, "key:")) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
  }
  return 0;
}
