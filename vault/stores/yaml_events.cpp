#include "vault/stores/yaml_events.h"

#include "vault/stores/text_place.h"
#include "vault/stores/yaml_spans.h"

#include <yaml.h>

#include <algorithm>
#include <new>
#include <vector>

namespace holdfast::vault {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// libyaml counts characters, we count bytes.
class CharacterPlaces {
 public:
  explicit CharacterPlaces(std::string_view text) : text_(text) {
    ascii_ = is_ascii(text);
    if (!ascii_) index();
  }

  std::size_t byte_of(std::size_t character) const {
    if (ascii_) return std::min(character, text_.size());
    const std::size_t step = std::min(character / kStep, places_.size() - 1);
    std::size_t byte = places_[step];
    for (std::size_t left = character - step * kStep; left > 0 && byte < text_.size(); --left) {
      ++byte;
      while (byte < text_.size() && !starts_character(text_[byte])) ++byte;
    }
    return byte;
  }

 private:
  void index() {
    std::size_t characters = 0;
    for (std::size_t byte = 0; byte < text_.size(); ++byte) {
      if (!starts_character(text_[byte])) continue;
      if (characters % kStep == 0) places_.push_back(static_cast<std::uint32_t>(byte));
      ++characters;
    }
  }

  static constexpr std::size_t kStep = 64;
  std::string_view text_;
  bool ascii_ = false;
  std::vector<std::uint32_t> places_;  // of every 64th character
};

std::string_view view(const yaml_char_t* text) {
  std::size_t size = 0;
  while (text != nullptr && text[size] != 0) ++size;
  return as_text({text, size});
}

Style scalar_style(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return Style::SingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return Style::DoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::Folded;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
      break;
  }
  return Style::Plain;
}

void wipe_and_delete(yaml_event_t& event) {
  if (event.type == YAML_SCALAR_EVENT) {
    wipe(event.data.scalar.value, event.data.scalar.length);
  }
  yaml_event_delete(&event);
}

}  // namespace

struct YamlEvents::Parser {
  explicit Parser(std::string_view whole)
      : text(whole),
        base(whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0),
        places(whole.substr(base)) {
    if (yaml_parser_initialize(&parser) == 0) throw std::bad_alloc();
    const ByteView input = as_bytes(text.substr(base));
    yaml_parser_set_input_string(&parser, input.data(), input.size());
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  Parser(Parser&&) = delete;
  Parser& operator=(Parser&&) = delete;
  ~Parser() {
    wipe_and_delete(event);
    wipe_buffers();
    yaml_parser_delete(&parser);
  }

  // libyaml frees these without wiping them.
  void wipe_buffers() {
    wipe(parser.buffer.start, static_cast<std::size_t>(parser.buffer.end - parser.buffer.start));
    wipe(parser.raw_buffer.start,
         static_cast<std::size_t>(parser.raw_buffer.end - parser.raw_buffer.start));
    for (const yaml_token_t* token = parser.tokens.head; token != parser.tokens.tail; ++token) {
      if (token->type == YAML_SCALAR_TOKEN) {
        wipe(token->data.scalar.value, token->data.scalar.length);
      }
    }
  }

  std::uint32_t byte_of(const yaml_mark_t& mark) const {
    return static_cast<std::uint32_t>(base + places.byte_of(mark.index));
  }

  [[noreturn]] void fail() const {
    if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    const std::size_t place = parser.error == YAML_READER_ERROR ? base + parser.problem_offset
                                                                : byte_of(parser.problem_mark);
    fail_at(text, place, parser.problem == nullptr ? "not YAML" : parser.problem);
  }

  // False for an event that says nothing.
  bool read() {
    wipe_and_delete(event);
    if (yaml_parser_parse(&parser, &event) == 0) fail();
    current = {};
    current.span = {byte_of(event.start_mark), byte_of(event.end_mark)};
    switch (event.type) {
      case YAML_NO_EVENT:
      case YAML_STREAM_END_EVENT:
        current.kind = YamlEventKind::StreamEnd;
        return true;
      case YAML_STREAM_START_EVENT:
        return false;
      case YAML_DOCUMENT_START_EVENT:
        current.kind = YamlEventKind::DocumentStart;
        current.implicit = event.data.document_start.implicit != 0;
        return true;
      case YAML_DOCUMENT_END_EVENT:
        current.kind = YamlEventKind::DocumentEnd;
        current.implicit = event.data.document_end.implicit != 0;
        return true;
      case YAML_ALIAS_EVENT:
        current.kind = YamlEventKind::Alias;
        current.anchor = view(event.data.alias.anchor);
        return true;
      case YAML_SCALAR_EVENT:
        read_scalar();
        return true;
      case YAML_SEQUENCE_START_EVENT:
        current.kind = YamlEventKind::ListStart;
        current.anchor = view(event.data.sequence_start.anchor);
        current.tag = view(event.data.sequence_start.tag);
        current.style = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? Style::Flow
                                                                                    : Style::Block;
        return true;
      case YAML_SEQUENCE_END_EVENT:
        current.kind = YamlEventKind::ListEnd;
        return true;
      case YAML_MAPPING_START_EVENT:
        current.kind = YamlEventKind::MapStart;
        current.anchor = view(event.data.mapping_start.anchor);
        current.tag = view(event.data.mapping_start.tag);
        current.style =
            event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? Style::Flow : Style::Block;
        return true;
      case YAML_MAPPING_END_EVENT:
        current.kind = YamlEventKind::MapEnd;
        return true;
    }
    return true;
  }

  void read_scalar() {
    const auto& scalar = event.data.scalar;
    current.kind = YamlEventKind::Scalar;
    current.value = as_text({scalar.value, scalar.length});
    current.anchor = view(scalar.anchor);
    current.tag = view(scalar.tag);
    current.style = scalar_style(scalar.style);
  }

  std::string_view text;
  std::size_t base;  // libyaml sees the text without its byte order mark
  CharacterPlaces places;
  yaml_parser_t parser{};
  yaml_event_t event{};
  YamlEvent current;
};

YamlEvents::YamlEvents(std::string_view text) : parser_(std::make_unique<Parser>(text)) {}

YamlEvents::~YamlEvents() = default;

const YamlEvent& YamlEvents::next() {
  while (!parser_->read()) {
  }
  return parser_->current;
}

}  // namespace holdfast::vault
