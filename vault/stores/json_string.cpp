#include "vault/stores/json_string.h"

#include "vault/stores/text_place.h"

#include <charconv>
#include <cstdint>

namespace holdfast::vault {

namespace {

void append_byte(SecretText& out, std::uint32_t byte) { out.append(static_cast<char>(byte)); }

void append_utf8(SecretText& out, std::uint32_t character) {
  if (character < 0x80) return append_byte(out, character);
  if (character < 0x800) {
    append_byte(out, 0xC0U | (character >> 6U));
  } else if (character < 0x10000) {
    append_byte(out, 0xE0U | (character >> 12U));
    append_byte(out, 0x80U | ((character >> 6U) & 0x3FU));
  } else {
    append_byte(out, 0xF0U | (character >> 18U));
    append_byte(out, 0x80U | ((character >> 12U) & 0x3FU));
    append_byte(out, 0x80U | ((character >> 6U) & 0x3FU));
  }
  append_byte(out, 0x80U | (character & 0x3FU));
}

// The four hexadecimal digits after the "\u" at `at`.
std::uint32_t code_unit(std::string_view text, std::size_t at) {
  const std::string_view digits = text.substr(at + 2, 4);
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, fault] = std::from_chars(digits.data(), end, value, 16);
  if (digits.size() != 4 || stop != end || fault != std::errc()) {
    fail_at(text, at, "\\u without four hexadecimal digits");
  }
  return value;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Appends the character of the "\uXXXX" at `at`, or of two that make one; returns where it ends.
std::size_t unescape_unicode(std::string_view text, std::size_t at, SecretText& out) {
  constexpr std::size_t kSize = 6;
  const std::uint32_t unit = code_unit(text, at);
  if (!is_high_surrogate(unit) && !is_low_surrogate(unit)) {
    append_utf8(out, unit);
    return at + kSize;
  }
  const bool has_second = text.substr(at + kSize, 2) == "\\u";
  const std::uint32_t second = has_second ? code_unit(text, at + kSize) : 0;
  if (!is_high_surrogate(unit) || !is_low_surrogate(second)) {
    fail_at(text, at, "half of a surrogate pair");
  }
  append_utf8(out, 0x10000 + ((unit - 0xD800) << 10U) + (second - 0xDC00));
  return at + 2 * kSize;
}

// Appends the character of the escape at `at`; returns where it ends.
std::size_t unescape_one(std::string_view text, std::size_t at, SecretText& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  if (text[at + 1] == 'u') return unescape_unicode(text, at, out);
  const std::size_t found = kLetters.find(text[at + 1]);
  if (found == std::string_view::npos) fail_at(text, at, "unknown escape");
  out.append(kCharacters[found]);
  return at + 2;
}

}  // namespace

JsonString scan_json_string(std::string_view text, std::size_t begin) {
  JsonString result;
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      result.end = at + 1;
      return result;
    }
    if (static_cast<unsigned char>(text[at]) < 0x20) fail_at(text, at, "control character");
    if (text[at] == '\\') {
      result.has_escapes = true;
      ++at;
    }
  }
  fail_at(text, begin, "string without an end");
}

SecretText unescape_json(std::string_view text, Span token) {
  SecretText out;
  out.reserve(token.size());
  const std::size_t end = token.end - 1;
  for (std::size_t at = token.begin + 1; at < end;) {
    if (text[at] == '\\') {
      at = unescape_one(text, at, out);
    } else {
      out.append(text[at]);
      ++at;
    }
  }
  return out;
}

}  // namespace holdfast::vault
