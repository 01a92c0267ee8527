// Bech32, and the keys that are written in it.

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/encoding/bech32.h"
#include "src/base/error.h"

#include <algorithm>
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

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = to_text(ByteView(data, size));
  const auto decoded = decode_bech32(text);
  if (decoded && encode_bech32(decoded->prefix, decoded->payload.expose()) != in_lower_case(text)) {
    std::abort();
  }
  expect_failed_or_good([&] { (void)age::parse_recipients_file(text); });
  expect_failed_or_good([&] { (void)age::parse_identity_file(text); });
  return 0;
}
