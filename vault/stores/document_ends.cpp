#include "vault/stores/document_ends.h"

#include "vault/stores/scalar_place.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

bool is_marker(std::string_view text, std::uint32_t line, std::string_view mark) {
  if (!text.substr(line).starts_with(mark)) return false;
  const std::size_t after = line + mark.size();
  return after == text.size() ||
         std::string_view(" \t\r\n").find(text[after]) != std::string_view::npos;
}

bool is_boundary(std::string_view text, std::uint32_t line) {
  return is_marker(text, line, "---") || is_marker(text, line, "...");
}

// The first line with a marker that starts at `from` or later.
std::uint32_t next_boundary(std::string_view text, std::uint32_t from) {
  const bool at_start = from == 0 || text[from - 1] == '\n';
  std::uint32_t line = at_start ? from : next_line(text, from);
  while (line < text.size() && !is_boundary(text, line)) line = next_line(text, line);
  return line;
}

// Passes lines that are empty, comments or directives.
std::uint32_t skip_preamble(std::string_view text, std::uint32_t from) {
  for (std::uint32_t line = from; line < text.size(); line = next_line(text, line)) {
    const std::size_t first = text.find_first_not_of(" \t\r", line);
    if (first == std::string_view::npos) break;
    const bool passed = text[first] == '\n' || text[first] == '#' || text[first] == '%';
    if (!passed) return line;
  }
  return static_cast<std::uint32_t>(text.size());
}

// The only token of a document without nodes: what is neither blank nor comment.
Span lone_token(std::string_view text, Span within) {
  std::size_t at = within.begin;
  while (at < within.end) {
    if (text[at] == '#') {
      at = std::min<std::size_t>(text.find('\n', at), within.end);
    } else if (text[at] <= ' ') {
      ++at;
    } else {
      const std::size_t end = std::min<std::size_t>(text.find_first_of(" \t\r\n", at), within.end);
      return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    }
  }
  return {within.end, within.end};
}

}  // namespace

std::vector<DocumentExtent> document_extents(const Tree& tree) {
  constexpr std::uint32_t kMarker = 3;
  const std::string_view text = tree.text();
  std::vector<DocumentExtent> extents;
  std::uint32_t from = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (std::size_t document = 0; document < tree.documents(); ++document) {
    const NodeId root = tree.root(document);
    DocumentExtent& extent = extents.emplace_back();
    if (root != kNoNode) {
      extent.end = next_boundary(text, tree.node(root).span.end);
    } else {
      const std::uint32_t start = skip_preamble(text, from);
      const bool marked = start < text.size() && is_marker(text, start, "---");
      const std::uint32_t content = marked ? start + kMarker : start;
      extent.end = next_boundary(text, content);
      extent.content = lone_token(text, {content, extent.end});
    }
    const bool closed = extent.end < text.size() && is_marker(text, extent.end, "...");
    from = closed ? next_line(text, extent.end) : extent.end;
  }
  return extents;
}

}  // namespace holdfast::vault
