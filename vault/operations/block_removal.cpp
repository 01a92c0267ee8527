#include "vault/operations/block_removal.h"

#include "vault/stores/scalar_place.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace holdfast::vault {

namespace {

std::uint32_t end_of(const Node& node) { return std::max(node.key.end, node.span.end); }

class Removal {
 public:
  explicit Removal(const Document& document)
      : tree_(document.tree()),
        text_(document.text()),
        line_break_(line_break_of(document.text())) {}

  std::vector<Splice> run(const std::vector<NodeId>& blocks) {
    for (const NodeId block : blocks) remove_block(block);
    return std::move(splices_);
  }

 private:
  void put(Span where, std::string_view with) { splices_.push_back({where, SecretText(with)}); }

  void remove_block(NodeId block) {
    const NodeId root = tree_.node(block).parent;
    const std::vector<NodeId> members = tree_.children(root);
    const auto at = std::ranges::find(members, block);
    const Node& node = tree_.node(block);
    if (tree_.node(root).style == Style::Block) {
      remove_lines(node, members.size() == 1);
    } else if (members.size() == 1) {
      const Span object = tree_.node(root).span;
      put({object.begin + 1, object.end - 1}, "");
    } else if (at == members.begin()) {
      put({node.key.begin, tree_.node(*(at + 1)).key.begin}, "");
    } else {
      put({end_of(tree_.node(*(at - 1))), node.span.end}, "");
    }
  }

  void remove_lines(const Node& node, bool alone) {
    const std::uint32_t start = line_start(text_, node.key.begin);
    const bool own_line =
        tree_.slice({start, node.key.begin}).find_first_not_of(' ') == std::string_view::npos;
    const bool whole = text_[node.span.end - 1] == '\n';
    const Span lines{own_line ? start : node.key.begin,
                     whole ? node.span.end : next_line(text_, node.span.end)};
    put(lines, alone ? "{}" + std::string(line_break_) : "");
  }

  const Tree& tree_;
  std::string_view text_;
  std::string_view line_break_;
  std::vector<Splice> splices_;
};

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
std::uint32_t before_break(std::string_view text,
                           std::uint32_t offset,
                           std::string_view line_break) {
  if (offset == 0) return 0;
  const bool whole = text.substr(0, offset).ends_with(line_break);
  return offset - (whole ? static_cast<std::uint32_t>(line_break.size()) : 1);
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

std::vector<Splice> remove_flat_block(const Document& document) {
  const Tree& tree = document.tree();
  const NodeId block = document.metadata().node;
  std::vector<Span> runs = document.format() == Format::Ini
                               ? std::vector<Span>{section_of(tree, block)}
                               : joined(lines_of_names(tree, block));
  const std::string_view text = tree.text();
  if (runs.back().end == text.size() && !text.ends_with('\n')) {
    runs.back().begin =
        before_break(text, runs.back().begin, line_break_of(text, document.format()));
  }
  std::vector<Splice> splices;
  for (const Span& run : runs) splices.push_back({run, {}});
  return splices;
}

}  // namespace

std::vector<Splice> without_metadata(const Document& document) {
  if (is_flat(document.format())) return remove_flat_block(document);
  return Removal(document).run(document.metadata().all_nodes);
}

}  // namespace holdfast::vault
