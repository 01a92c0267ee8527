#include "vault/stores/yaml_scalar.h"

#include "crypto/encoding/base64.h"
#include "src/base/bytes.h"
#include "vault/stores/yaml_quoting.h"

#include <algorithm>
#include <string>

namespace holdfast::vault {

namespace {

constexpr std::uint32_t kSopsIndent = 4;
constexpr std::size_t kLongestSimpleKey = 128;  // in bytes, for sops's writer

bool is_block_style(Style style) { return style == Style::Literal || style == Style::Folded; }

// The parts of a block scalar's first line after '|' or '>'.
struct Header {
  char indicator = '\0';  // '1' to '9'
  char chomping = '\0';   // '-' or '+'
  std::string_view rest;  // blanks and a comment
};

Header parse_header(std::string_view text) {
  Header header;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '-' || text[at] == '+') {
      header.chomping = text[at];
    } else if (text[at] >= '1' && text[at] <= '9') {
      header.indicator = text[at];
    } else {
      header.rest = text.substr(at);
      break;
    }
  }
  return header;
}

bool ends_in_empty_line(std::string_view text) { return text == "\n" || text.ends_with("\n\n"); }

// Block scalars take the columns of their first line for their indentation.
bool needs_indicator(std::string_view text) {
  return text.starts_with(' ') || text.starts_with('\t') || text.starts_with('\n');
}

char chomping_of(std::string_view text) {
  if (ends_in_empty_line(text)) return '+';
  return text.ends_with('\n') ? '\0' : '-';
}

SecretText block_scalar(const Header& header, std::string_view text, const ScalarPlace& place) {
  SecretText token;
  token.append('|');
  if (header.indicator != '\0') token.append(header.indicator);
  if (header.chomping != '\0') token.append(header.chomping);
  token.append(header.rest);
  token.append(place.line_break);
  const std::string indentation(place.indent, ' ');
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) token.append(indentation);
    token.append(line);
    token.append(place.line_break);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return token;
}

// The literal block for a text, if it can be one at that place.
std::optional<SecretText> literal(std::string_view text,
                                  const TextTraits& traits,
                                  const ScalarPlace& place) {
  if (place.in_flow || place.single_line || place.indent == 0) return std::nullopt;
  if (text.empty() || traits.other_break || traits.unprintable) return std::nullopt;
  Header header = parse_header(place.header);
  const bool keeps_lines = header.chomping == '+';
  // Where the old token did not own the empty lines below it, they would become part of the text.
  if (ends_in_empty_line(text) && !keeps_lines) return std::nullopt;
  if (!keeps_lines || !text.ends_with('\n')) header.chomping = chomping_of(text);
  if (header.indicator == '\0' && needs_indicator(text)) {
    if (place.step == 0 || place.step > 9) return std::nullopt;
    header.indicator = static_cast<char>('0' + place.step);
  }
  return block_scalar(header, text, place);
}

bool may_be_plain(std::string_view text, const TextTraits& traits, bool in_flow) {
  const bool has_syntax = in_flow ? traits.flow_indicator : traits.block_indicator;
  const bool has_edge_blank = traits.edge_space || text.starts_with('\t') || text.ends_with('\t');
  return !has_syntax && !has_edge_blank && !traits.line_feed && !traits.other_break &&
         !traits.unprintable && reads_as_string(text);
}

bool may_be_single_quoted(const TextTraits& traits) {
  return !traits.line_feed && !traits.other_break && !traits.unprintable;
}

SecretText binary(std::string_view bytes) {
  SecretText token("!!binary ");
  token.append(encode_base64_secret(as_bytes(bytes)).expose());
  return token;
}

// The style that sops would choose, as far as the place allows it.
SecretText as_sops_would(std::string_view text,
                         const TextTraits& traits,
                         const ScalarPlace& place) {
  if (traits.line_feed) {
    if (auto token = literal(text, traits, place)) return std::move(*token);
  } else if (may_be_plain(text, traits, place.in_flow)) {
    return SecretText(text);
  } else if (may_be_single_quoted(traits) && reads_as_string(text)) {
    return single_quoted(text);
  }
  return double_quoted(text, Beyond16Bits::Raw);
}

// sops's own choice for a text that stands in block context. Unlike above, a tab or a character
// beyond 16 bits forces escapes.
Style sops_style(std::string_view text, const TextTraits& traits, bool simple_key) {
  const bool special = traits.unprintable || traits.beyond_16_bits;
  if (traits.line_feed) {
    // A break of another kind within a literal block ends the line that it should be part of.
    const bool fits =
        !traits.trailing_space && !traits.space_before_break && !special && !traits.other_break;
    return fits && !simple_key ? Style::Literal : Style::DoubleQuoted;
  }
  if (text.empty() || !(reads_as_string(text) || text == "<<")) return Style::DoubleQuoted;
  if (special || traits.tab || traits.space_before_break || traits.break_before_space) {
    return Style::DoubleQuoted;
  }
  if (traits.inner_break) return Style::DoubleQuoted;  // else its text would need indentation
  const bool plain = !traits.edge_space && !traits.other_break && !traits.block_indicator;
  return plain ? Style::Plain : Style::SingleQuoted;
}

// sops's literal block; the indicator counts its 4 columns.
SecretText sops_literal(std::string_view text, std::uint32_t indent) {
  ScalarPlace place;
  place.indent = indent + kSopsIndent;
  Header header;
  header.chomping = chomping_of(text);
  if (needs_indicator(text)) header.indicator = '0' + kSopsIndent;
  return block_scalar(header, text, place);
}

SecretText sops_token(std::string_view text, Style style, std::uint32_t indent) {
  switch (style) {
    case Style::Literal:
      return sops_literal(text, indent);
    case Style::SingleQuoted:
      return single_quoted(text);
    case Style::DoubleQuoted:
      return double_quoted(text, Beyond16Bits::Escaped);
    case Style::Plain:
    case Style::Folded:
    case Style::Block:
    case Style::Flow:
    case Style::BackQuoted:
    case Style::TripleQuoted:
      break;
  }
  return SecretText(text == "<<" ? "!!merge <<" : text);
}

}  // namespace

SecretText yaml_string_token(std::string_view value, const ScalarPlace& place) {
  const TextTraits traits = traits_of(value);
  if (!traits.utf8) return binary(value);
  if (place.wanted == Style::DoubleQuoted) return double_quoted(value, Beyond16Bits::Raw);
  if (place.wanted == Style::SingleQuoted && may_be_single_quoted(traits)) {
    return single_quoted(value);
  }
  if (is_block_style(place.wanted)) {
    if (auto token = literal(value, traits, place)) return std::move(*token);
  }
  return as_sops_would(value, traits, place);
}

SecretText yaml_encrypted_token(std::string_view encrypted, const ScalarPlace& place) {
  const bool block_fits = !place.in_flow && !place.single_line && place.indent > 0;
  if (place.wanted == Style::Plain && !place.in_flow) return SecretText(encrypted);
  if (place.wanted == Style::SingleQuoted) return single_quoted(encrypted);
  if (!is_block_style(place.wanted) || !block_fits || place.header.empty()) {
    return double_quoted(encrypted, Beyond16Bits::Raw);
  }
  SecretText token(place.header);
  token.append(place.line_break);
  token.append(std::string(place.indent, ' '));
  token.append(encrypted);
  token.append(place.line_break);
  return token;
}

SecretText yaml_value_as_sops(std::string_view value, std::uint32_t indent) {
  const TextTraits traits = traits_of(value);
  if (!traits.utf8) return binary(value);
  SecretText token = sops_token(value, sops_style(value, traits, false), indent);
  if (token.expose().starts_with('|')) token.resize(token.size() - 1);
  return token;
}

SecretText yaml_key_as_sops(std::string_view key) {
  const TextTraits traits = traits_of(key);
  if (!traits.utf8) return binary(key);
  const bool simple = !traits.line_feed && !traits.other_break && key.size() <= kLongestSimpleKey;
  SecretText token = sops_token(key, sops_style(key, traits, simple), 0);
  if (simple) return token;
  SecretText with_mark("? ");
  with_mark.append(token.expose());
  if (!token.expose().ends_with('\n')) with_mark.append('\n');
  return with_mark;
}

}  // namespace holdfast::vault
