#include "vault/stores/yaml_quoting.h"

#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/document/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace holdfast::vault {

namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t size = 1;
};

// The character at `at` of well-formed UTF-8.
Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return {code, size};
}

bool is_break(std::uint32_t code) {
  return code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool is_printable(std::uint32_t code) {
  if (code < 0x20) return code == '\n';
  if (code < 0xA0) return code < 0x7F;
  return code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
}

bool is_blank(std::string_view text, std::size_t at) { return text[at] == ' ' || text[at] == '\t'; }

bool ends_or_blank(std::string_view text, std::size_t at) {
  return at >= text.size() || is_blank(text, at) || text[at] == '\n' || text[at] == '\r';
}

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

void note_first_character(std::string_view text, TextTraits& traits) {
  if (text.empty()) return;
  const bool stands_alone = ends_or_blank(text, 1);
  if (is_one_of(text[0], "#,[]{}&*!|>'\"%@`") || (text[0] == '-' && stands_alone)) {
    traits.block_indicator = traits.flow_indicator = true;
  }
  if (is_one_of(text[0], "?:")) {
    traits.flow_indicator = true;
    if (stands_alone) traits.block_indicator = true;
  }
  if (text.starts_with("---") || text.starts_with("...")) {
    traits.block_indicator = traits.flow_indicator = true;
  }
}

void note_later_character(std::string_view text, std::size_t at, TextTraits& traits) {
  const char c = text[at];
  if (is_one_of(c, ",?[]{}:")) traits.flow_indicator = true;
  if (c == ':' && ends_or_blank(text, at + 1)) traits.block_indicator = true;
  if (c == '#' && ends_or_blank(text, at - 1)) {
    traits.block_indicator = traits.flow_indicator = true;
  }
}

void note_space_and_breaks(std::string_view text, TextTraits& traits) {
  bool after_space = false;
  bool after_break = false;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool at_edge = at == 0 || at + character.size == text.size();
    const bool space = character.code == ' ';
    const bool line_break = is_break(character.code);
    if (space && at_edge) traits.edge_space = true;
    if (line_break && at_edge) traits.edge_break = true;
    if (space && after_break) traits.break_before_space = true;
    if (line_break && after_space) traits.space_before_break = true;
    after_space = space;
    after_break = line_break;
    at += character.size;
  }
  traits.trailing_space = after_space;
}

void note_characters(std::string_view text, TextTraits& traits) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.code == '\n') {
      traits.line_feed = true;
    } else if (is_break(character.code)) {
      traits.other_break = true;
      if (at + character.size < text.size()) traits.inner_break = true;
    }
    if (character.code == '\t') {
      traits.tab = true;
    } else if (!is_printable(character.code)) {
      traits.unprintable = true;
    }
    if (character.code > 0xFFFF) traits.beyond_16_bits = true;
    if (at > 0) note_later_character(text, at, traits);
    at += character.size;
  }
}

bool is_old_bool(std::string_view text) {
  constexpr std::array<std::string_view, 16> kWords{"y",
                                                    "Y",
                                                    "yes",
                                                    "Yes",
                                                    "YES",
                                                    "on",
                                                    "On",
                                                    "ON",
                                                    "n",
                                                    "N",
                                                    "no",
                                                    "No",
                                                    "NO",
                                                    "off",
                                                    "Off",
                                                    "OFF"};
  return std::ranges::find(kWords, text) != kWords.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_digit(text[at]) || text[at] == '_')) ++at;
  return at;
}

// [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
bool is_base_60(std::string_view text) {
  std::size_t at = !text.empty() && is_one_of(text[0], "+-") ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at])) return false;
  at = skip_digits(text, at);
  if (at >= text.size() || text[at] != ':') return false;
  while (at < text.size() && text[at] == ':') {
    ++at;
    const bool two = at + 1 < text.size() && is_digit(text[at + 1]);
    if (at >= text.size() || !is_digit(text[at]) || (two && text[at] > '5')) return false;
    at += two ? 2 : 1;
  }
  if (at < text.size() && text[at] == '.') at = skip_digits(text, at + 1);
  return at == text.size();
}

bool resolves_to_string(std::string_view text) {
  try {
    return resolve_plain(text) == ScalarType::Str;
  } catch (const Error&) {
    return false;  // an integer too large for sops, which quotes make a string
  }
}

void append_escape(SecretText& out, std::uint32_t code) {
  constexpr std::string_view kCharacters = "\0\a\b\t\n\v\f\r\x1B\"\\"sv;
  constexpr std::string_view kLetters = "0abtnvfre\"\\";
  const std::size_t known =
      code < 0x80 ? kCharacters.find(static_cast<char>(code)) : std::string_view::npos;
  out.append('\\');
  if (known != std::string_view::npos) return out.append(kLetters[known]);
  if (code == 0x85) return out.append('N');
  if (code == 0x2028) return out.append('L');
  if (code == 0x2029) return out.append('P');
  if (code <= 0xFF) return out.append(fmt::format("x{:02X}", code));
  if (code <= 0xFFFF) return out.append(fmt::format("u{:04X}", code));
  out.append(fmt::format("U{:08X}", code));
}

}  // namespace

TextTraits traits_of(std::string_view text) {
  TextTraits traits;
  traits.utf8 = is_utf8(as_bytes(text));
  if (!traits.utf8) return traits;
  note_first_character(text, traits);
  note_characters(text, traits);
  note_space_and_breaks(text, traits);
  return traits;
}

bool reads_as_string(std::string_view text) {
  return resolves_to_string(text) && !is_old_bool(text) && !is_base_60(text) && text != "<<";
}

SecretText single_quoted(std::string_view text) {
  SecretText out("'");
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('\''));
    out.append(piece);
    if (piece.size() < text.size()) out.append("''");
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
  }
  out.append("'");
  return out;
}

SecretText double_quoted(std::string_view text, Beyond16Bits beyond) {
  SecretText out("\"");
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool escaped = character.code == '"' || character.code == '\\' ||
                         !is_printable(character.code) || is_break(character.code) ||
                         (character.code > 0xFFFF && beyond == Beyond16Bits::Escaped);
    if (escaped) {
      append_escape(out, character.code);
    } else {
      out.append(text.substr(at, character.size));
    }
    at += character.size;
  }
  out.append('"');
  return out;
}

}  // namespace holdfast::vault
