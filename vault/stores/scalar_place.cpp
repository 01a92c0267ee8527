#include "vault/stores/scalar_place.h"

#include "vault/stores/dotenv_index.h"
#include "vault/stores/ini_value.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/yaml_spans.h"

#include <fmt/format.h>

namespace holdfast::vault {

namespace {

bool is_block_scalar(Style style) { return style == Style::Literal || style == Style::Folded; }

std::string_view first_line(std::string_view text) { return text.substr(0, line_end(text, 0)); }

std::string_view without_first_line(std::string_view text) {
  const std::size_t end = line_end(text, 0);
  return text.substr(end + line_break_size(text, end));
}

// The leading blanks of the first line that is not empty; npos without one.
std::size_t leading_blanks(std::string_view lines) {
  for (; !lines.empty(); lines = without_first_line(lines)) {
    const std::size_t blanks = first_line(lines).find_first_not_of(' ');
    if (blanks != std::string_view::npos) return blanks;
  }
  return std::string_view::npos;
}

// How far a block scalar's lines are indented: as many blanks as its first line has in the text,
// less those that belong to its value (which only a header with a digit allows).
std::uint32_t block_indent(const Tree& tree, const Node& node) {
  const std::string_view token = tree.slice(node.span);
  const std::size_t in_text = leading_blanks(without_first_line(token));
  const std::size_t in_value = leading_blanks(tree.value(node));
  if (in_text != std::string_view::npos && in_value != std::string_view::npos &&
      in_text > in_value) {
    return static_cast<std::uint32_t>(in_text - in_value);
  }
  const std::uint32_t start = line_start(tree.text(), node.span.begin);
  const std::size_t column = leading_blanks(tree.text().substr(start));
  return static_cast<std::uint32_t>(column == std::string_view::npos ? 2 : column + 2);
}

std::string quoted_armor(std::string_view armor) {
  const SecretText escaped = escape_line_feeds(armor);
  return fmt::format("\"{}\"", escaped.expose());
}

std::string flat_armor_token(Format format, std::string_view armor, const ScalarPlace& place) {
  const bool in_lines = place.wanted == Style::TripleQuoted;
  const SecretText token = in_lines ? ini_value_token(armor, Style::TripleQuoted)
                                    : text_token(format, escape_line_feeds(armor).expose(), place);
  return std::string(token.expose());
}

}  // namespace

std::uint32_t line_start(std::string_view text, std::uint32_t offset) noexcept {
  if (offset == 0) return 0;
  const std::size_t before = text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
}

std::uint32_t next_line(std::string_view text, std::uint32_t offset) noexcept {
  const std::size_t found = text.find('\n', offset);
  return static_cast<std::uint32_t>(found == std::string_view::npos ? text.size() : found + 1);
}

std::string_view line_break_of(std::string_view text) noexcept {
  const std::size_t found = text.find('\n');
  const bool crlf = found != std::string_view::npos && found > 0 && text[found - 1] == '\r';
  return crlf ? "\r\n" : "\n";
}

std::string_view line_break_of(std::string_view text, Format format) noexcept {
  return format == Format::Dotenv ? "\n" : line_break_of(text);
}

ScalarPlace place_of(const Tree& tree, const Node& node, std::string_view line_break) noexcept {
  ScalarPlace place;
  place.wanted = node.style;
  place.in_flow = node.in_flow;
  place.single_line = node.in_flow;
  place.line_break = line_break;
  if (is_block_scalar(node.style)) {
    place.header = first_line(tree.slice(node.span));
    place.indent = block_indent(tree, node);
  }
  return place;
}

SecretText encrypted_token(Format format, std::string_view encrypted, const ScalarPlace& place) {
  if (format == Format::Yaml) return yaml_encrypted_token(encrypted, place);
  return text_token(format, encrypted, place);
}

SecretText text_token(Format format, std::string_view value, const ScalarPlace& place) {
  switch (format) {
    case Format::Yaml:
      return yaml_string_token(value, place);
    case Format::Json:
    case Format::Binary:
      break;
    case Format::Dotenv:
      return escape_line_feeds(value);
    case Format::Ini:
      return ini_value_token(value, place.wanted);
  }
  return json_string_token(value);
}

std::vector<Splice> replace_scalar(const Tree& tree, const Node& node, SecretText token) {
  std::vector<Splice> splices;
  const std::string_view old_header = first_line(tree.slice(node.span));
  const auto marks = static_cast<std::uint32_t>(old_header.find_first_of(" \t"));
  const bool has_comment = is_block_scalar(node.style) && marks < old_header.size() &&
                           old_header.find('#', marks) != std::string_view::npos;
  if (!has_comment) {
    splices.push_back({node.span, std::move(token)});
    return splices;
  }
  const bool block = token.expose().starts_with('|') || token.expose().starts_with('>');
  const std::string_view header = block ? first_line(token.expose()) : token.expose();
  const std::string_view lines = block ? without_first_line(token.expose()) : std::string_view();
  const std::string_view new_marks = block ? header.substr(0, header.find_first_of(" \t")) : header;
  const std::uint32_t begin = node.span.begin;
  const std::uint32_t content = next_line(tree.text(), begin);
  splices.push_back({{begin, begin + marks}, SecretText(new_marks)});
  splices.push_back({{content, node.span.end}, SecretText(lines)});
  return splices;
}

std::string armor_token(Format format, std::string_view armor, const ScalarPlace& place) {
  if (is_flat(format)) return flat_armor_token(format, armor, place);
  if (place.wanted != Style::Literal) return quoted_armor(armor);
  std::string token;
  token.append(place.header).append(place.line_break);
  while (!armor.empty()) {
    token.append(place.indent, ' ').append(first_line(armor)).append(place.line_break);
    armor = without_first_line(armor);
  }
  return token;
}

}  // namespace holdfast::vault
