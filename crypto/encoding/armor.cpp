#include "crypto/encoding/armor.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
constexpr std::size_t kColumns = 64;
constexpr std::size_t kMaxWhiteSpace = 1024;

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age armor: " + std::string(why));
}

// Takes the first line off `text`, without its LF or CR LF.
std::string_view take_line(std::string_view& text) {
  if (text.empty()) refuse("the text ends too early");
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kWhiteSpace) == std::string_view::npos;
}

void take_begin_line(std::string_view& text) {
  const std::size_t size = text.size();
  std::string_view line = take_line(text);
  std::size_t skipped = size - text.size();
  while (is_blank(line)) {
    if (skipped > kMaxWhiteSpace) refuse("too much white space before the first line");
    line = take_line(text);
    if (is_blank(line)) skipped = size - text.size();
  }
  if (line != kBegin) refuse("the first line is not the one that begins an age file");
}

// Every line but the last has 64 columns, so padding can only stand at the end of all digits.
std::string take_digits(std::string_view& text) {
  std::string digits;
  digits.reserve(text.size());
  bool last = false;
  for (std::string_view line = take_line(text); line != kEnd; line = take_line(text)) {
    if (last || line.empty() || line.size() > kColumns) refuse("a line has the wrong length");
    last = line.size() < kColumns;
    digits += line;
  }
  return digits;
}

}  // namespace

std::string encode_armor(ByteView file) {
  const std::string digits = encode_base64(file);
  std::string text;
  text.reserve(digits.size() + digits.size() / kColumns + kBegin.size() + kEnd.size() + 3);
  text.append(kBegin).push_back('\n');
  for (std::size_t at = 0; at < digits.size(); at += kColumns) {
    text.append(digits, at, kColumns).push_back('\n');
  }
  text.append(kEnd).push_back('\n');
  return text;
}

bool looks_armored(std::string_view text) noexcept {
  const std::size_t start = text.find_first_not_of(kWhiteSpace);
  return start != std::string_view::npos && text.substr(start).starts_with("-----BEGIN");
}

Bytes decode_armor(std::string_view text) {
  take_begin_line(text);
  const std::string digits = take_digits(text);
  if (text.size() >= kMaxWhiteSpace) refuse("too much follows the last line");
  if (!is_blank(text)) refuse("something follows the last line");
  auto file = decode_base64(digits);
  if (!file) refuse("the base64 is damaged");
  return std::move(*file);
}

}  // namespace holdfast
