#include "vault/stores/odd_line_breaks.h"

#include "vault/stores/text_place.h"
#include "vault/stores/yaml_spans.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

bool is_odd(std::string_view text, std::size_t at) {
  return text[at] != '\n' && !text.substr(at).starts_with("\r\n");
}

// Where the next odd break from `from` on is; the end of the text if there is none.
std::size_t next_odd_break(std::string_view text, std::size_t from) {
  std::size_t at = line_end(text, from);
  while (at < text.size() && !is_odd(text, at)) {
    at = line_end(text, at + line_break_size(text, at));
  }
  return at;
}

// Keys and values in the order of the text. A break at a span's very end is structure.
std::vector<Span> scalar_spans(const Tree& tree) {
  std::vector<Span> spans;
  for (const Node& node : tree.nodes()) {
    if (node.aliased) continue;
    if (node.key.size() > 0) spans.push_back(node.key);
    if (node.kind == NodeKind::Scalar && node.span.size() > 0) spans.push_back(node.span);
  }
  return spans;
}

}  // namespace

void refuse_odd_line_breaks(const Tree& tree) {
  const std::string_view text = tree.text();
  std::size_t at = next_odd_break(text, 0);
  if (at == text.size()) return;
  const std::vector<Span> spans = scalar_spans(tree);
  auto span = spans.begin();
  for (; at < text.size(); at = next_odd_break(text, at + line_break_size(text, at))) {
    const std::size_t end = at + line_break_size(text, at);
    span = std::find_if(span, spans.end(), [&](Span one) { return one.end > end; });
    if (span != spans.end() && span->begin <= at) continue;
    fail_at(text,
            at,
            "a line ends with a character that editors do not show as a line break (U+0085, "
            "U+2028, U+2029, or a lone carriage return); write a line feed instead");
  }
}

}  // namespace holdfast::vault
