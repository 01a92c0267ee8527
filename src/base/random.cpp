#include "src/base/random.h"

#include "src/base/bytes.h"

#include <sodium.h>

namespace holdfast {

void random_fill(std::span<std::uint8_t> out) {
  if (sodium_init() < 0) sodium_misuse();
  if (!out.empty()) randombytes_buf(out.data(), out.size());  // which wants no null pointer
}

std::string random_hex(std::size_t bytes) {
  Bytes raw(bytes);
  random_fill(raw);
  std::string text(bytes * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), raw.data(), raw.size());
  text.pop_back();
  return text;
}

}  // namespace holdfast
