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

}  // namespace

std::vector<Splice> without_metadata(const Document& document) {
  return Removal(document).run(document.metadata().all_nodes);
}

}  // namespace holdfast::vault
