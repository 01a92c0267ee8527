#include "vault/operations/block_removal.h"

#include "vault/stores/scalar_place.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

// The line of each name, in the order of the text.
std::vector<Span> lines_of_names(const Tree& tree, NodeId block) {
  std::vector<Span> lines;
  for (NodeId id = block + 1; id < tree.node(block).subtree_end; ++id) {
    const Node& node = tree.node(id);
    if (node.kind != NodeKind::Scalar) continue;
    lines.push_back(
        {line_start(tree.text(), node.key.begin), next_line(tree.text(), node.span.end)});
  }
  std::ranges::sort(lines, {}, &Span::begin);
  return lines;
}

// Where the line break begins that ends before `offset`.
std::uint32_t before_break(std::string_view text, std::uint32_t offset) {
  if (offset == 0) return 0;
  const bool crlf = offset > 1 && text[offset - 2] == '\r';
  return offset - (crlf ? 2 : 1);
}

bool is_blank_line(std::string_view text, std::uint32_t begin) {
  const std::string_view line = text.substr(begin, next_line(text, begin) - begin);
  return line == "\n" || line == "\r\n";
}

// From the header to the last name; all that stands between belongs to the block.
Span section_of(const Tree& tree, NodeId block) {
  const std::string_view text = tree.text();
  Span section{line_start(text, tree.node(block).span.begin),
               lines_of_names(tree, block).back().end};
  if (section.begin == 0) {
    if (is_blank_line(text, section.end)) section.end = next_line(text, section.end);
    return section;
  }
  const std::uint32_t before = line_start(text, section.begin - 1);
  if (is_blank_line(text, before)) section.begin = before;
  return section;
}

std::vector<Span> joined(const std::vector<Span>& lines) {
  std::vector<Span> runs;
  for (const Span& line : lines) {
    if (runs.empty() || runs.back().end != line.begin) runs.push_back(line);
    runs.back().end = line.end;
  }
  return runs;
}

}  // namespace

std::vector<Splice> remove_flat_block(const Document& document) {
  const Tree& tree = document.tree();
  const NodeId block = document.metadata().node;
  std::vector<Span> runs = document.format() == Format::Ini
                               ? std::vector<Span>{section_of(tree, block)}
                               : joined(lines_of_names(tree, block));
  const std::string_view text = tree.text();
  if (runs.back().end == text.size() && !text.ends_with('\n')) {
    runs.back().begin = before_break(text, runs.back().begin);
  }
  std::vector<Splice> splices;
  for (const Span& run : runs) splices.push_back({run, {}});
  return splices;
}

}  // namespace holdfast::vault
