#include "vault/stores/ini_comment.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

bool has_mark(std::string_view line) { return line.starts_with(';') || line.starts_with('#'); }

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line == kEmptyCommentLine ? std::string_view() : line;
}

}  // namespace

SecretText ini_comment_lines(std::string_view text,
                             std::string_view indent,
                             std::string_view line_break) {
  SecretText lines(take_line(text));
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    lines.append(line_break);
    if (line.empty()) continue;
    lines.append(indent);
    if (!has_mark(line)) lines.append("; ");
    lines.append(line);
  }
  return lines;
}

}  // namespace holdfast::vault
