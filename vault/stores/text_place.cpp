#include "vault/stores/text_place.h"

#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

void fail_at(std::string_view text, std::size_t offset, std::string_view why) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  throw Error(Code::Failed,
              fmt::format("line {}, column {}: {}",
                          1 + std::ranges::count(before, '\n'),
                          1 + std::ranges::count_if(before.substr(line_start), starts_character),
                          why));
}

}  // namespace holdfast::vault
