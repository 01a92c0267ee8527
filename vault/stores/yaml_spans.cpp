#include "vault/stores/yaml_spans.h"

#include <algorithm>
#include <cstring>

namespace holdfast::vault {

namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_anchor_character(char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }

bool is_tag_character(char c) {
  constexpr std::string_view kOthers = "-_;/?:@&=+$.!~*'()%";
  return is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos;
}

std::size_t tag_end(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("!<")) {
    const std::size_t close = text.find('>', at);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  while (at < text.size() && is_tag_character(text[at])) ++at;
  return at;
}

std::size_t anchor_end(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && is_anchor_character(text[at])) ++at;
  return at;
}

bool has_indicator(std::string_view token, std::string_view indicators) {
  return block_marks(token).find_first_of(indicators) != std::string_view::npos;
}

// How many blanks an empty line of a block scalar may have without being text: its indentation,
// where the first line of text shows it.
std::size_t indentation(std::string_view token) {
  if (has_indicator(token, "123456789")) return 0;
  for (std::size_t at = line_end(token, 0); at < token.size(); at = line_end(token, at)) {
    at += line_break_size(token, at);
    const std::size_t first = std::min(token.find_first_not_of(' ', at), token.size());
    if (first < token.size() && line_break_size(token, first) == 0) return first - at;
  }
  return token.size();
}

}  // namespace

bool is_ascii(std::string_view text) noexcept {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::uint64_t word = 0;  // eight bytes at a time, since every document is gone through
  while (text.size() >= sizeof word) {
    std::memcpy(&word, text.data(), sizeof word);
    if ((word & kHighBits) != 0) return false;
    text.remove_prefix(sizeof word);
  }
  return std::ranges::none_of(text, [](char c) { return static_cast<signed char>(c) < 0; });
}

std::size_t line_break_size(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(std::min(at, text.size()), 3);
  if (rest.starts_with("\r\n")) return 2;
  if (rest.starts_with('\n') || rest.starts_with('\r')) return 1;
  if (rest.starts_with("\xC2\x85")) return 2;
  return rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9" ? 3 : 0;
}

std::size_t line_end(std::string_view text, std::size_t from) noexcept {
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    const bool may_break = c == '\n' || c == '\r' || c == '\xC2' || c == '\xE2';
    if (may_break && line_break_size(text, at) != 0) return at;
  }
  return text.size();
}

std::uint32_t properties_end(std::string_view text, Span node) noexcept {
  std::uint32_t end = node.begin;
  for (std::uint32_t at = node.begin; at < node.end; at = skip_separation(text, end)) {
    if (text[at] != '&' && text[at] != '!') break;
    end = static_cast<std::uint32_t>(text[at] == '&' ? anchor_end(text, at) : tag_end(text, at));
  }
  return end;
}

std::uint32_t skip_separation(std::string_view text, std::uint32_t from) noexcept {
  std::size_t at = from;
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\t') {
      ++at;
    } else if (text[at] == '#') {
      at = line_end(text, at);
    } else if (const std::size_t size = line_break_size(text, at); size != 0) {
      at += size;
    } else {
      break;
    }
  }
  return static_cast<std::uint32_t>(at);
}

std::string_view block_marks(std::string_view token) noexcept {
  return token.substr(0, token.find_first_not_of("|>+-0123456789"));
}

Span without_empty_tail(std::string_view text, Span block_scalar) noexcept {
  const std::string_view token = text.substr(block_scalar.begin, block_scalar.size());
  if (has_indicator(token, "+")) return block_scalar;
  const std::size_t blanks = indentation(token);
  // The header is not empty, so that there is such a byte.
  std::size_t kept = line_end(token, token.find_last_not_of(" \r\n"));
  kept += line_break_size(token, kept);
  for (std::size_t at = kept; at < token.size();) {
    const std::size_t end = line_end(token, at);
    const std::size_t next = end + line_break_size(token, end);
    if (end - at > blanks) kept = next;
    at = next;
  }
  return {block_scalar.begin, block_scalar.begin + static_cast<std::uint32_t>(kept)};
}

}  // namespace holdfast::vault
