#include "vault/stores/json_index.h"

#include "src/base/bytes.h"
#include "src/base/file.h"
#include "vault/document/scalar_float.h"
#include "vault/document/scalar_int.h"
#include "vault/stores/json_string.h"
#include "vault/stores/text_place.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxDepth = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Goes through the text once, without recursion, so that depth costs no stack.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text), tree_(text) {}

  Tree read() {
    skip_blanks();
    if (peek() != '{') fail("the top level is not an object");
    open(NodeKind::Map);
    while (!open_.empty()) read_next();
    skip_blanks();
    if (at_ != text_.size()) fail("text after the top object");
    tree_.add_document(0);
    return std::move(tree_);
  }

 private:
  // Reads one element of the innermost collection, or its end.
  void read_next() {
    skip_blanks();
    const NodeId holder = open_.back();
    const bool is_map = tree_.node(holder).kind == NodeKind::Map;
    const bool is_first = tree_.nodes().size() == holder + 1;
    if (peek() == (is_map ? '}' : ']')) return close();
    if (!is_first) expect(',', is_map ? "expected ',' or '}'" : "expected ',' or ']'");
    skip_blanks();
    if (is_map) read_key();
    read_value();
  }

  void read_key() {
    if (peek() != '"') fail("expected a key in quotes");
    std::tie(key_, cooked_key_) = read_string();
    skip_blanks();
    expect(':', "expected ':'");
    skip_blanks();
  }

  void read_value() {
    switch (peek()) {
      case '{':
        return open(NodeKind::Map);
      case '[':
        return open(NodeKind::List);
      case '"':
        return add_string();
      case 't':
        return add_word("true", ScalarType::Bool);
      case 'f':
        return add_word("false", ScalarType::Bool);
      case 'n':
        return add_word("null", ScalarType::Null);
      default:
        return add_number();
    }
  }

  void open(NodeKind kind) {
    if (open_.size() >= kMaxDepth) fail("nested deeper than 1000 levels");
    Node node = next_node(kind, Style::Flow);
    node.span.begin = position();
    ++at_;
    open_.push_back(tree_.add(node));
  }

  void close() {
    ++at_;
    Node& node = tree_.edit(open_.back());
    node.span.end = position();
    node.subtree_end = static_cast<NodeId>(tree_.nodes().size());
    open_.pop_back();
  }

  void add_string() {
    Node node = next_node(NodeKind::Scalar, Style::DoubleQuoted);
    std::tie(node.span, node.cooked_value) = read_string();
    add_scalar(node);
  }

  void add_word(std::string_view word, ScalarType type) {
    if (text_.substr(at_, word.size()) != word) fail("expected a value");
    add_plain(at_ + word.size(), type);
  }

  void add_number() {
    const std::size_t end = number_end();
    const std::string_view number = text_.substr(at_, end - at_);
    ScalarType type = ScalarType::Float;
    if (number.find_first_of(".eE") == std::string_view::npos && read_decimal(number)) {
      type = ScalarType::Int;
    } else if (!read_float(number)) {
      fail("number is too large");
    }
    add_plain(end, type);
  }

  void add_plain(std::size_t end, ScalarType type) {
    Node node = next_node(NodeKind::Scalar, Style::Plain);
    node.type = type;
    node.span.begin = position();
    at_ = end;
    node.span.end = position();
    add_scalar(node);
  }

  void add_scalar(Node node) {
    node.subtree_end = static_cast<NodeId>(tree_.nodes().size()) + 1;
    tree_.add(node);
  }

  Node next_node(NodeKind kind, Style style) const {
    Node node;
    node.kind = kind;
    node.style = style;
    if (open_.empty()) return node;
    node.parent = open_.back();
    node.in_flow = true;
    if (tree_.node(node.parent).kind != NodeKind::Map) return node;
    node.key = key_;
    node.cooked_key = cooked_key_;
    return node;
  }

  // The token and, when it has escapes, the place of its content.
  std::pair<Span, std::uint32_t> read_string() {
    const JsonString string = scan_json_string(text_, at_);
    Span token;
    token.begin = position();
    at_ = string.end;
    token.end = position();
    if (!string.has_escapes) return {token, kNotCooked};
    return {token, tree_.keep(unescape_json(text_, token))};
  }

  // After an optional '-': digits without a leading zero, then a fraction and an exponent.
  std::size_t number_end() const {
    std::size_t end = at_;
    if (char_at(end) == '-') ++end;
    if (!is_digit(char_at(end))) fail("expected a value");
    const bool zero = char_at(end) == '0';
    end = zero ? end + 1 : digits_end(end);
    if (is_digit(char_at(end))) fail("number with a leading zero");
    if (char_at(end) == '.') end = required_digits_end(end + 1);
    if (char_at(end) != 'e' && char_at(end) != 'E') return end;
    ++end;
    if (char_at(end) == '+' || char_at(end) == '-') ++end;
    return required_digits_end(end);
  }

  std::size_t digits_end(std::size_t from) const {
    while (is_digit(char_at(from))) ++from;
    return from;
  }

  std::size_t required_digits_end(std::size_t from) const {
    if (!is_digit(char_at(from))) fail_at(text_, from, "expected a digit");
    return digits_end(from);
  }

  void expect(char wanted, std::string_view why) {
    if (peek() != wanted) fail(why);
    ++at_;
  }

  void skip_blanks() {
    constexpr std::string_view kBlanks = " \t\n\r";
    while (at_ < text_.size() && kBlanks.find(text_[at_]) != std::string_view::npos) ++at_;
  }

  char char_at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  char peek() const { return char_at(at_); }
  std::uint32_t position() const { return static_cast<std::uint32_t>(at_); }
  [[noreturn]] void fail(std::string_view why) const { fail_at(text_, at_, why); }

  std::string_view text_;
  Tree tree_;
  std::vector<NodeId> open_;
  std::size_t at_ = 0;
  Span key_;
  std::uint32_t cooked_key_ = kNotCooked;
};

}  // namespace

Tree index_json(std::string_view text) {
  if (text.size() > kMaxDocument) throw Error(Code::Failed, "larger than 256 MiB");
  if (!is_utf8(as_bytes(text))) throw Error(Code::Failed, "not UTF-8 text");
  return JsonReader(text).read();
}

}  // namespace holdfast::vault
