#include "vault/stores/ini_value.h"

#include "src/base/error.h"
#include "vault/stores/blanks.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/text_place.h"

#include <algorithm>
#include <array>

namespace holdfast::vault {

namespace {

constexpr std::string_view kTriple = R"(""")";
constexpr std::string_view kCommentMarks = "#;";

std::string_view quotes_of(Style style) {
  switch (style) {
    case Style::SingleQuoted:
      return "'";
    case Style::DoubleQuoted:
      return "\"";
    case Style::BackQuoted:
      return "`";
    case Style::TripleQuoted:
      return kTriple;
    case Style::Plain:
    case Style::Literal:
    case Style::Folded:
    case Style::Block:
    case Style::Flow:
      break;
  }
  return "";
}

// First and last character are the quote, and no other is.
bool is_surrounded(std::string_view token, char quote) {
  return token.size() >= 2 && token.front() == quote && token.find(quote, 1) == token.size() - 1;
}

class ValueScan {
 public:
  ValueScan(std::string_view text, std::uint32_t at) : text_(text), at_(at) {
    value_.end = next_line(text, at);
  }

  IniValue run() {
    const std::string_view line = trim_left(slice({at_, value_.end}));
    const std::uint32_t begin = place(line);
    if (line.empty()) {
      value_.token = {at_, at_};
    } else if (line.starts_with(kTriple) && line.size() > kTriple.size()) {
      read_quoted(begin, Style::TripleQuoted);
    } else if (line.front() == '`') {
      read_quoted(begin, Style::BackQuoted);
    } else if (trim_right(line).ends_with('\\')) {
      join_lines(begin, trim_right(line));
    } else {
      read_plain(begin, trim_right(line));
    }
    return std::move(value_);
  }

 private:
  [[nodiscard]] std::string_view slice(Span span) const {
    return text_.substr(span.begin, span.size());
  }
  [[nodiscard]] std::uint32_t place(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - text_.data());
  }

  // Up to the last end quote of the first line that has one.
  void read_quoted(std::uint32_t begin, Style style) {
    const std::string_view quote = quotes_of(style);
    value_.style = style;
    std::uint32_t from = begin + static_cast<std::uint32_t>(quote.size());
    std::size_t found = slice({from, value_.end}).rfind(quote);
    while (found == std::string_view::npos) {
      if (value_.end == text_.size()) fail_at(text_, begin, "a quote without an end");
      from = value_.end;
      value_.end = next_line(text_, from);
      found = slice({from, value_.end}).rfind(quote);
    }
    const auto end = from + static_cast<std::uint32_t>(found + quote.size());
    value_.token = {begin, end};
    read_after_quote(end);
  }

  void read_after_quote(std::uint32_t end) {
    const std::string_view rest = trim_right(trim_left(slice({end, value_.end})));
    if (rest.empty()) return;
    const std::uint32_t begin = place(rest);
    const bool comment = kCommentMarks.find(rest.front()) != std::string_view::npos;
    if (!comment || rest.ends_with('\\')) fail_at(text_, begin, "text after the end quote");
    value_.comment = {begin, begin + static_cast<std::uint32_t>(rest.size())};
  }

  // A '\' at the end of a line joins the next one to it, and neither quotes nor comments count.
  void join_lines(std::uint32_t begin, std::string_view line) {
    SecretText joined;
    std::string_view part = line;
    while (true) {
      value_.token = {begin, place(part) + static_cast<std::uint32_t>(part.size())};
      const bool more = part.ends_with('\\');
      joined.append(part.substr(0, part.size() - (more ? 1 : 0)));
      if (!more || value_.end == text_.size()) break;
      const std::uint32_t from = value_.end;
      value_.end = next_line(text_, from);
      part = trim_right(trim_left(slice({from, value_.end})));
      if (part.empty()) break;
    }
    value_.joined = std::move(joined);
  }

  void read_plain(std::uint32_t begin, std::string_view line) {
    const std::size_t mark = std::min(line.find_first_of(kCommentMarks), line.size());
    if (mark < line.size()) {
      value_.comment = {begin + static_cast<std::uint32_t>(mark),
                        begin + static_cast<std::uint32_t>(line.size())};
    }
    const std::string_view token = trim_right(line.substr(0, mark));
    value_.token = {begin, begin + static_cast<std::uint32_t>(token.size())};
    if (is_surrounded(token, '\'')) value_.style = Style::SingleQuoted;
    if (is_surrounded(token, '"')) value_.style = Style::DoubleQuoted;
  }

  std::string_view text_;
  std::uint32_t at_;
  IniValue value_;
};

bool reads_back(const SecretText& token, std::string_view value, Style style) {
  SecretText line = token.clone();
  line.append('\n');
  try {
    const IniValue found = scan_ini_value(line.expose(), 0);
    const std::size_t quote = quotes_of(style).size();
    return !found.joined && found.style == style && found.comment.size() == 0 &&
           found.token.size() == token.size() && found.token.size() == value.size() + 2 * quote;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

IniValue scan_ini_value(std::string_view text, std::uint32_t at) {
  return ValueScan(text, at).run();
}

SecretText ini_value_token(std::string_view value, Style wanted) {
  for (const Style style : {wanted,
                            Style::Plain,
                            Style::DoubleQuoted,
                            Style::BackQuoted,
                            Style::TripleQuoted,
                            Style::SingleQuoted}) {
    SecretText token(quotes_of(style));
    token.append(value);
    token.append(quotes_of(style));
    if (reads_back(token, value, style)) return token;
  }
  throw Error(Code::Failed, "INI has no way to write this value");
}

}  // namespace holdfast::vault
