#include "vault/stores/blanks.h"

#include <algorithm>
#include <array>

namespace holdfast::vault {

namespace {

// Of more than one byte; U+2000 to U+200A differ in their last.
constexpr std::array<std::string_view, 19> kWide{"\xC2\x85",
                                                 "\xC2\xA0",
                                                 "\xE1\x9A\x80",
                                                 "\xE2\x80\x80",
                                                 "\xE2\x80\x81",
                                                 "\xE2\x80\x82",
                                                 "\xE2\x80\x83",
                                                 "\xE2\x80\x84",
                                                 "\xE2\x80\x85",
                                                 "\xE2\x80\x86",
                                                 "\xE2\x80\x87",
                                                 "\xE2\x80\x88",
                                                 "\xE2\x80\x89",
                                                 "\xE2\x80\x8A",
                                                 "\xE2\x80\xA8",
                                                 "\xE2\x80\xA9",
                                                 "\xE2\x80\xAF",
                                                 "\xE2\x81\x9F",
                                                 "\xE3\x80\x80"};

bool is_narrow(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string_view trim_left(std::string_view text) noexcept {
  while (!text.empty()) {
    if (is_narrow(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    const auto starts = [&](std::string_view blank) { return text.starts_with(blank); };
    const auto* const found = std::ranges::find_if(kWide, starts);
    if (found == kWide.end()) break;
    text.remove_prefix(found->size());
  }
  return text;
}

std::string_view trim_right(std::string_view text) noexcept {
  while (!text.empty()) {
    if (is_narrow(text.back())) {
      text.remove_suffix(1);
      continue;
    }
    const auto ends = [&](std::string_view blank) { return text.ends_with(blank); };
    const auto* const found = std::ranges::find_if(kWide, ends);
    if (found == kWide.end()) break;
    text.remove_suffix(found->size());
  }
  return text;
}

}  // namespace holdfast::vault
