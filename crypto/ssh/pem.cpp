#include "crypto/ssh/pem.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"

#include <algorithm>
#include <string>

namespace holdfast::ssh {

namespace {

constexpr std::size_t kColumns = 70;
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string begin_line(std::string_view label) {
  return "-----BEGIN " + std::string(label) + "-----";
}

std::string end_line(std::string_view label) { return "-----END " + std::string(label) + "-----"; }

std::string_view trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kWhiteSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

}  // namespace

SecretText encode_pem(std::string_view label, ByteView bytes) {
  const SecretText digits = encode_base64_secret(bytes);
  SecretText text(begin_line(label));
  text.append('\n');
  for (std::size_t at = 0; at < digits.size(); at += kColumns) {
    text.append(digits.expose().substr(at, kColumns));
    text.append('\n');
  }
  text.append(end_line(label));
  text.append('\n');
  return text;
}

SecretText decode_pem(std::string_view label, std::string_view text) {
  text = trimmed(text);
  const std::string begin = begin_line(label) + "\n";
  const std::string begin_cr = begin_line(label) + "\r\n";
  const std::string end = "\n" + end_line(label);
  const bool has_cr = text.starts_with(begin_cr);
  if ((has_cr || text.starts_with(begin)) && text.ends_with(end)) {
    text.remove_prefix(has_cr ? begin_cr.size() : begin.size());
    text.remove_suffix(std::min(end.size(), text.size()));
    SecretText digits;
    digits.reserve(text.size());
    for (const char letter : text) {
      if (letter != '\n' && letter != '\r') digits.append(letter);
    }
    auto bytes = decode_base64_secret(digits.expose());
    if (bytes) return std::move(*bytes);
  }
  throw Error(Code::Failed, "this is not an \"" + std::string(label) + "\" block");
}

}  // namespace holdfast::ssh
