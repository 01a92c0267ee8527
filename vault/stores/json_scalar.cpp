#include "vault/stores/json_scalar.h"

#include "src/base/bytes.h"
#include "src/base/error.h"

#include <string>

namespace holdfast::vault {

namespace {

std::string_view short_escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {};
  }
}

bool needs_number(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '<' || c == '>' || c == '&';
}

void append_number_escape(SecretText& out, char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out.append("\\u00");
  out.append(kDigits.substr(byte >> 4U, 1));
  out.append(kDigits.substr(byte & 0xFU, 1));
}

// How many bytes at the start of `rest` are taken, and written escaped.
std::size_t append_separator(SecretText& out, std::string_view rest) {
  if (rest.starts_with("\u2028")) {
    out.append("\\u2028");
  } else if (rest.starts_with("\u2029")) {
    out.append("\\u2029");
  } else {
    return 0;
  }
  return 3;
}

}  // namespace

SecretText json_string_token(std::string_view value) {
  if (!is_utf8(as_bytes(value))) throw Error(Code::Failed, "not UTF-8, so JSON cannot hold it");
  SecretText token;
  token.reserve(value.size() + 2);
  token.append("\"");
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (const std::string_view escape = short_escape(c); !escape.empty()) {
      token.append(escape);
    } else if (needs_number(c)) {
      append_number_escape(token, c);
    } else if (const std::size_t taken = append_separator(token, value.substr(at)); taken > 0) {
      at += taken - 1;
    } else {
      token.append(value.substr(at, 1));
    }
  }
  token.append("\"");
  return token;
}

}  // namespace holdfast::vault
