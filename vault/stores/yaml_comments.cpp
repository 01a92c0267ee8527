#include "vault/stores/yaml_comments.h"

#include "vault/stores/yaml_spans.h"

#include <algorithm>
#include <functional>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kBlanksAndBreaks = " \t\r\n";

// An alias is a leaf here, whatever it stands for.
bool is_collection(const Node& node) { return node.kind != NodeKind::Scalar && !node.aliased; }
bool is_flow(const Node& node) { return is_collection(node) && node.style == Style::Flow; }
bool is_block(const Node& node) { return is_collection(node) && node.style == Style::Block; }

// Where the text of a node begins: its key, anchor or tag, or value.
std::uint32_t start_of(const Node& node) {
  if (node.key.size() > 0) return node.key.begin;
  return node.properties.size() > 0 ? node.properties.begin : node.span.begin;
}

std::uint32_t line_start(std::string_view text, std::uint32_t offset) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::size_t found = text.substr(0, offset).find_last_of("\r\n");
  if (found != std::string_view::npos) return static_cast<std::uint32_t>(found + 1);
  return text.starts_with(kByteOrderMark) ? std::uint32_t{kByteOrderMark.size()} : 0;
}

std::uint32_t column_of(std::string_view text, std::uint32_t offset) {
  return offset - line_start(text, offset);
}

// The nodes that lie around a place between tokens.
struct Surroundings {
  NodeId previous = kNoNode;  // the last node that began before, of the same document
  NodeId next = kNoNode;      // the first one that begins after
};

// An open block collection and the column of its keys or dashes.
struct Block {
  NodeId node = kNoNode;
  std::uint32_t column = 0;
};

// What a run of comments is to sops: the end of what stands before it, told by an empty line or by
// a line further out below it, or the beginning of what follows.
enum class RunKind : std::uint8_t { FootBeforeEmptyLine, FootBeforeOuterLine, Head };

// Comments on lines of their own that sops holds for one.
struct Run {
  std::size_t first = 0;  // positions in the comments
  std::size_t end = 0;
  std::uint32_t column = 0;  // of the first
  RunKind kind = RunKind::Head;
};

class CommentOwners {
 public:
  CommentOwners(const Tree& tree, std::vector<Comment>& comments)
      : tree_(tree), text_(tree.text()), comments_(comments) {}

  void find() {
    for (Comment& comment : comments_) {
      const std::uint32_t line = line_start(text_, comment.span.begin);
      const std::string_view before = text_.substr(line, comment.span.begin - line);
      comment.own_line = before.find_first_not_of(kBlanks) == std::string_view::npos;
    }
    for (std::size_t at = 0; at < comments_.size();) {
      move_to(comments_[at]);
      at = comments_[at].own_line ? own_lines(at) : own_inline(at);
    }
  }

 private:
  const Node& node(NodeId id) const { return tree_.node(id); }

  // Steps over what an alias stands for, since it lies elsewhere in the text.
  NodeId after(NodeId id) const { return node(id).aliased ? node(id).subtree_end : id + 1; }

  void move_to(const Comment& comment) {
    const auto count = static_cast<NodeId>(tree_.nodes().size());
    while (cursor_ < count && (node(cursor_).document < comment.document ||
                               (node(cursor_).document == comment.document &&
                                start_of(node(cursor_)) < comment.span.begin))) {
      passed_ = cursor_;
      cursor_ = after(cursor_);
    }
    const auto same_document = [&](NodeId id) {
      return id < count && node(id).document == comment.document;
    };
    around_.previous = same_document(passed_) ? passed_ : kNoNode;
    around_.next = same_document(cursor_) ? cursor_ : kNoNode;
  }

  NodeId root(const Comment& comment) const {
    return comment.document < tree_.documents() ? tree_.root(comment.document) : kNoNode;
  }

  // The element of `owner` that holds `id`; kNoNode if none does.
  NodeId element_with(NodeId owner, NodeId id) const {
    while (id != kNoNode && node(id).parent != owner) id = node(id).parent;
    return id;
  }

  NodeId first_element(NodeId container) const {
    const bool any = container != kNoNode && node(container).subtree_end > container + 1;
    return any ? container + 1 : kNoNode;
  }

  NodeId next_container(const Comment& comment) const {
    if (around_.next == kNoNode) return root(comment);
    const NodeId parent = node(around_.next).parent;
    return parent == kNoNode ? around_.next : parent;
  }

  void set(Comment& comment, NodeId owner, NodeId before) const {
    comment.owner = owner;
    comment.before = owner == kNoNode ? kNoNode : before;
  }

  // Inline comments, and own-line ones in flow collections.

  NodeId open_flow(const Comment& comment) const {
    for (NodeId id = around_.previous; id != kNoNode; id = node(id).parent) {
      const Span span = node(id).span;
      if (is_flow(node(id)) && span.begin < comment.span.begin && comment.span.begin < span.end) {
        return id;
      }
      if (is_block(node(id))) break;
    }
    return kNoNode;
  }

  // The flow collection that ended last on the comment's line.
  NodeId ended_flow(const Comment& comment) const {
    const std::uint32_t line = line_start(text_, comment.span.begin);
    NodeId found = kNoNode;
    const auto consider = [&](NodeId id) {
      const std::uint32_t end = node(id).span.end;
      if (!is_flow(node(id)) || end <= line || end > comment.span.begin) return;
      if (found == kNoNode || end > node(found).span.end) found = id;
    };
    NodeId id = around_.previous;
    for (; id != kNoNode && start_of(node(id)) >= line; --id) {
      consider(id);
      if (id == 0) return found;
    }
    for (; id != kNoNode && !is_block(node(id)); id = node(id).parent) consider(id);
    return found;
  }

  // The last byte before a comment that is no blank or line break; npos if there is none.
  std::size_t byte_before(const Comment& comment) const {
    return text_.substr(0, comment.span.begin).find_last_not_of(kBlanksAndBreaks);
  }

  bool follows_dash(const Comment& comment) const {
    const std::size_t last = byte_before(comment);
    if (last == std::string_view::npos || text_[last] != '-' || around_.next == kNoNode) {
      return false;
    }
    const NodeId list = node(around_.next).parent;
    return list != kNoNode && is_block(node(list)) && node(list).kind == NodeKind::List &&
           (around_.previous == kNoNode || last_byte(around_.previous) <= last);
  }

  // Where the token of a node ends as far as it lies before its elements.
  std::uint32_t last_byte(NodeId id) const {
    const Node& it = node(id);
    return is_collection(it) ? std::max(it.key.end, it.properties.end) : it.span.end;
  }

  std::size_t own_inline(std::size_t at) const {
    Comment& comment = comments_[at];
    const NodeId previous = around_.previous;
    NodeId owner = ended_flow(comment);
    if (owner != kNoNode) {
      set(comment, owner, kNoNode);
    } else if (owner = open_flow(comment); owner != kNoNode) {
      set(comment, owner, element_with(owner, previous));
    } else if (follows_dash(comment)) {
      set(comment, node(around_.next).parent, around_.next);
    } else if (previous == kNoNode || node(previous).parent == kNoNode) {
      set(comment, root(comment), first_element(root(comment)));
    } else if (is_block(node(previous)) && node(previous).properties.size() > 0) {
      set(comment, previous, around_.next);
    } else {
      set(comment, node(previous).parent, previous);
    }
    return at + 1;
  }

  // Comments on lines of their own: all between two tokens at a time.

  std::size_t own_lines(std::size_t at) {
    const std::size_t end = group_end(at);
    if (own_by_place(at, end)) return end;
    find_open_blocks();
    const std::vector<Run> runs = runs_between(at, end);
    for (std::size_t i = 0; i < runs.size(); ++i) own_run(runs[i], owner_of(runs[i], i == 0));
    return end;
  }

  std::size_t group_end(std::size_t at) const {
    const std::uint32_t document = comments_[at].document;
    const std::uint32_t limit = around_.next == kNoNode ? UINT32_MAX : start_of(node(around_.next));
    while (at < comments_.size() && comments_[at].own_line && comments_[at].document == document &&
           comments_[at].span.begin < limit) {
      ++at;
    }
    return at;
  }

  std::vector<Run> runs_between(std::size_t at, std::size_t end) const {
    const std::uint32_t indent = blocks_.front().column;
    const bool touches = !blank_line_before(comments_[at]) && !follows_colon(comments_[at]);
    bool no_empty_line = !blank_line_before(comments_[at]);
    std::vector<Run> runs;
    bool is_open = false;
    // Takes note of what follows the open run: an empty line, or a line at `column`.
    const auto meet_empty_line = [&] {
      const bool is_foot = (touches && runs.size() == 1) || runs.back().column < indent;
      if (no_empty_line && is_foot) {
        runs.back().kind = RunKind::FootBeforeEmptyLine;
        is_open = false;
      }
      no_empty_line = false;
    };
    const auto meet_line = [&](std::uint32_t column) {
      if (!is_open || column >= indent || column == runs.back().column) return;
      runs.back().kind = RunKind::FootBeforeOuterLine;
      is_open = false;
    };
    for (; at < end; ++at) {
      const std::uint32_t column = column_of(text_, comments_[at].span.begin);
      if (is_open && blank_line_before(comments_[at])) meet_empty_line();
      meet_line(column);
      if (!is_open) runs.push_back({at, at, column, RunKind::Head});
      is_open = true;
      runs.back().end = at + 1;
    }
    const bool at_end = rest_is_blank(comments_[end - 1]);
    if (at_end || blank_line_after(comments_[end - 1])) meet_empty_line();
    if (!at_end) meet_line(next_column());
    return runs;
  }

  NodeId owner_of(const Run& run, bool is_first) const {
    const Block& innermost = blocks_.front();
    switch (run.kind) {
      case RunKind::FootBeforeEmptyLine:
        return run.column < innermost.column ? unattached_owner(run) : innermost.node;
      case RunKind::FootBeforeOuterLine:
        return is_first ? innermost.node : unattached_owner(run);
      case RunKind::Head:
        return next_container(comments_[run.first]);
    }
    return kNoNode;
  }

  // Of a run that stands further out than what precedes it: the open block at its column.
  NodeId unattached_owner(const Run& run) const {
    const bool is_within = run.column > next_column() && run.column < blocks_.front().column;
    const NodeId open = is_within ? owner_at(run.column) : kNoNode;
    return open == kNoNode ? next_container(comments_[run.first]) : open;
  }

  bool follows_colon(const Comment& comment) const {
    const std::size_t last = byte_before(comment);
    return last != std::string_view::npos && text_[last] == ':';
  }

  bool rest_is_blank(const Comment& comment) const {
    return text_.find_first_not_of(kBlanksAndBreaks, comment.span.end) == std::string_view::npos;
  }

  bool blank_line_before(const Comment& comment) const {
    const std::size_t from = byte_before(comment) + 1;  // npos + 1 is 0
    return std::ranges::count(text_.substr(from, comment.span.begin - from), '\n') > 1;
  }

  bool blank_line_after(const Comment& comment) const {
    const std::string_view after = text_.substr(comment.span.end);
    const std::size_t end = std::min(after.find_first_not_of(kBlanksAndBreaks), after.size());
    return std::ranges::count(after.substr(0, end), '\n') > 1;
  }

  void own_run(const Run& run, NodeId owner) const {
    const NodeId next = around_.next;
    const bool is_followed = next != kNoNode && node(next).parent == owner;
    for (std::size_t at = run.first; at < run.end; ++at) {
      set(comments_[at], owner, is_followed ? next : kNoNode);
    }
  }

  // Places where columns and blank lines do not count: in flow collections, and where a value is
  // due.
  bool own_by_place(std::size_t at, std::size_t end) const {
    const Comment& comment = comments_[at];
    const NodeId previous = around_.previous;
    NodeId owner = kNoNode;
    NodeId before = around_.next;
    if (previous == kNoNode) {
      owner = root(comment);
      before = first_element(owner);
    } else if (const NodeId flow = open_flow(comment); flow != kNoNode) {
      owner = flow;
      before = element_with(flow, around_.next);
    } else if (is_flow(node(root(comment)))) {
      owner = root(comment);  // after its end, where no block is open
    } else if (follows_dash(comment)) {
      owner = node(around_.next).parent;
    } else if (is_block(node(previous))) {
      owner = previous;
    } else if (node(previous).span.begin > comment.span.begin) {
      owner = node(previous).parent;
      before = previous;
    } else {
      return false;
    }
    for (; at < end; ++at) set(comments_[at], owner, before);
    return true;
  }

  // From the innermost one outwards, so that the columns fall.
  void find_open_blocks() {
    blocks_.clear();
    for (NodeId id = around_.previous; id != kNoNode; id = node(id).parent) {
      if (is_block(node(id))) blocks_.push_back({id, column_of(text_, node(id).span.begin)});
    }
  }

  // The open map whose keys are at that column; of a list whose dashes are, what holds it, since
  // its open element lies further in.
  NodeId owner_at(std::uint32_t column) const {
    const auto block = std::ranges::lower_bound(blocks_, column, std::greater<>(), &Block::column);
    if (block == blocks_.end() || block->column != column) return kNoNode;
    return node(block->node).kind == NodeKind::Map ? block->node : node(block->node).parent;
  }

  // The column of the next key or dash.
  std::uint32_t next_column() const {
    if (around_.next == kNoNode) return 0;
    const NodeId parent = node(around_.next).parent;
    const bool in_list = parent != kNoNode && node(parent).kind == NodeKind::List;
    return column_of(text_, in_list ? node(parent).span.begin : start_of(node(around_.next)));
  }

  const Tree& tree_;
  std::string_view text_;
  std::vector<Comment>& comments_;
  NodeId cursor_ = 0;        // the first node that does not begin before the comment
  NodeId passed_ = kNoNode;  // the last one that does
  Surroundings around_;
  std::vector<Block> blocks_;
};

}  // namespace

void own_comments(const Tree& tree, std::vector<Comment>& comments) {
  CommentOwners(tree, comments).find();
}

}  // namespace holdfast::vault
