#include "vault/stores/dotenv_index.h"

#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/stores/flat_block.h"
#include "vault/stores/text_place.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace holdfast::vault {

namespace {

constexpr std::string_view kEscapedLineFeed = "\\n";

class DotenvReader {
 public:
  explicit DotenvReader(std::string_view text) : text_(text), tree_(text) {}

  Tree read() {
    Node root;
    root.kind = NodeKind::Map;
    root.style = Style::Block;
    root.span = {0, static_cast<std::uint32_t>(text_.size())};
    tree_.add(root);
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      if (end > at) read_line({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
      at = end + 1;
    }
    for (const Comment& comment : comments_) tree_.add_comment(comment);
    gather_block();
    tree_.edit(0).subtree_end = static_cast<NodeId>(tree_.nodes().size());
    tree_.add_document(0);
    return std::move(tree_);
  }

 private:
  void read_line(Span line) {
    if (text_[line.begin] == '#') return add_comment(line);
    const std::size_t equals = tree_.slice(line).find('=');
    if (equals == std::string_view::npos) fail_at(text_, line.begin, "neither a comment nor KEY=");
    const std::uint32_t key_end = line.begin + static_cast<std::uint32_t>(equals);
    Node node;
    node.key = {line.begin, key_end};
    node.span = {key_end + 1, line.end};
    if (tree_.slice(node.span).find(kEscapedLineFeed) != std::string_view::npos) {
      node.cooked_value = tree_.keep(unescape_line_feeds(tree_.slice(node.span)));
    }
    if (tree_.slice(node.key).starts_with(kDotenvPrefix)) {
      block_.push_back({tree_.slice(node.key).substr(kDotenvPrefix.size()), node});
    } else {
      add_member(node);
    }
  }

  void add_member(Node node) {
    const std::string_view key = tree_.slice(node.key);
    if (tree_.key(node) != key) node.cooked_key = tree_.keep(SecretText(key));
    node.parent = 0;
    const NodeId id = tree_.add(node);
    tree_.edit(id).subtree_end = id + 1;
    for (; placed_ < comments_.size(); ++placed_) comments_[placed_].before = id;
  }

  void add_comment(Span line) {
    Comment comment;
    comment.span = line;
    comment.text_begin = line.begin + 1;
    comment.owner = 0;
    comments_.push_back(comment);
  }

  void gather_block() {
    if (block_.empty()) return tree_.gather_block(kNoNode);
    Node block;
    block.kind = NodeKind::Map;
    block.style = Style::Block;
    block.parent = 0;
    block.cooked_key = tree_.keep(SecretText("sops"));
    const NodeId id = tree_.add(block);
    tree_.gather_block(id);
    unflatten(tree_, id, block_);
  }

  std::string_view text_;
  Tree tree_;
  std::vector<Comment> comments_;
  std::size_t placed_ = 0;  // comments whose next member is known
  std::vector<FlatEntry> block_;
};

SecretText replaced(std::string_view text, std::string_view from, std::string_view to) {
  SecretText result;
  result.reserve(text.size());
  while (true) {
    const std::size_t found = text.find(from);
    result.append(text.substr(0, found));
    if (found == std::string_view::npos) return result;
    result.append(to);
    text.remove_prefix(found + from.size());
  }
}

}  // namespace

Tree index_dotenv(std::string_view text) {
  if (text.size() > kMaxDocument) throw Error(Code::Failed, "larger than 256 MiB");
  return DotenvReader(text).read();
}

SecretText escape_line_feeds(std::string_view text) {
  return replaced(text, "\n", kEscapedLineFeed);
}

SecretText unescape_line_feeds(std::string_view text) {
  return replaced(text, kEscapedLineFeed, "\n");
}

}  // namespace holdfast::vault
