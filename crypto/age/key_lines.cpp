#include "crypto/age/key_lines.h"

#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::age {

namespace {

void parse_line(std::size_t number,
                std::string_view line,
                std::size_t max_line,
                const ParseLine& parse) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty() || line.starts_with('#')) return;
  if (line.size() > max_line) throw Error(Code::Failed, "the line is too long");
  parse(number, line);
}

}  // namespace

void for_each_key_line(std::string_view text, std::size_t max_line, const ParseLine& parse) {
  if (text.size() > kMaxKeyFile) throw Error(Code::Failed, "the file is larger than 16 MiB");
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    try {
      parse_line(number, text.substr(0, end), max_line, parse);
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("line {}: {}", number, error.what()))
          .hint(error.advice());
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace holdfast::age
