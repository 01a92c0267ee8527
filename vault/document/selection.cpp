#include "vault/document/selection.h"

#include "vault/rules/pattern.h"

#include <algorithm>
#include <array>
#include <functional>

namespace holdfast::vault {

namespace {

struct Field {
  SelectionKind kind;
  std::string_view name;
};

constexpr std::array kFields{
    Field{SelectionKind::UnencryptedSuffix, "unencrypted_suffix"},
    Field{SelectionKind::EncryptedSuffix, "encrypted_suffix"},
    Field{SelectionKind::UnencryptedRegex, "unencrypted_regex"},
    Field{SelectionKind::EncryptedRegex, "encrypted_regex"},
    Field{SelectionKind::UnencryptedCommentRegex, "unencrypted_comment_regex"},
    Field{SelectionKind::EncryptedCommentRegex, "encrypted_comment_regex"}};

// Compiling costs as much as opening a small file, and the files of a run share few patterns.
std::shared_ptr<const Pattern> compiled(const std::string& expression) {
  constexpr std::size_t kKept = 16;
  thread_local std::vector<std::shared_ptr<const Pattern>> recent;
  const auto known = std::ranges::find_if(
      recent, [&](const auto& pattern) { return pattern->expression() == expression; });
  if (known != recent.end()) return *known;
  if (recent.size() == kKept) recent.erase(recent.begin());
  return recent.emplace_back(std::make_shared<const Pattern>(expression));
}

using Matches = std::function<bool(std::string_view)>;

Matches suffix_matcher(const std::string& suffix) {
  return [&suffix](std::string_view text) { return text.ends_with(suffix); };
}

Matches regex_matcher(const std::string& expression) {
  return
      [pattern = compiled(expression)](std::string_view text) { return pattern->found_in(text); };
}

bool is_encrypted_kind(SelectionKind kind) {
  return kind == SelectionKind::EncryptedSuffix || kind == SelectionKind::EncryptedRegex ||
         kind == SelectionKind::EncryptedCommentRegex;
}

// Marks every node one of whose path's keys matches.
std::vector<bool> matching_paths(const Tree& tree, const Matches& matches) {
  std::vector<bool> matched(tree.nodes().size(), false);
  for (NodeId id = 0; id < matched.size(); ++id) {
    const Node& node = tree.node(id);
    if (node.parent == kNoNode) continue;
    const bool in_map = tree.node(node.parent).kind == NodeKind::Map;
    matched[id] = matched[node.parent] || (in_map && matches(tree.key(node)));
  }
  return matched;
}

// The comments of a tree by the element that they stand before, or the container that they end.
class CommentsByPlace {
 public:
  explicit CommentsByPlace(const Tree& tree) {
    for (std::size_t index = 0; index < tree.comments().size(); ++index) {
      const Comment& comment = tree.comments()[index];
      const NodeId element = element_after(tree, comment);
      const bool last = element == kNoNode;
      (last ? last_in_ : before_).push_back({last ? comment.owner : element, index});
    }
    std::ranges::stable_sort(before_, {}, &Place::node);
    std::ranges::stable_sort(last_in_, {}, &Place::node);
  }

  template <class Visit>
  void before(NodeId element, const Visit& visit) const {
    each(before_, element, visit);
  }
  template <class Visit>
  void last_in(NodeId container, const Visit& visit) const {
    each(last_in_, container, visit);
  }

 private:
  struct Place {
    NodeId node;
    std::size_t comment;
  };

  // The owner's element that the comment stands before; a comment in front of a whole block stands
  // before its first.
  static NodeId element_after(const Tree& tree, const Comment& comment) {
    NodeId element = comment.before;
    if (element == comment.owner && element != kNoNode) {
      return tree.node(element).subtree_end > element + 1 ? element + 1 : kNoNode;
    }
    while (element != kNoNode && tree.node(element).parent != comment.owner) {
      element = tree.node(element).parent;
    }
    return element;
  }

  template <class Visit>
  static void each(const std::vector<Place>& places, NodeId node, const Visit& visit) {
    auto place = std::ranges::lower_bound(places, node, {}, &Place::node);
    for (; place != places.end() && place->node == node; ++place) visit(place->comment);
  }

  std::vector<Place> before_;
  std::vector<Place> last_in_;
};

// Marks what comments cover. A comment is active until the element after it has been walked, for
// that element and all below it.
class CoverageWalk {
 public:
  CoverageWalk(const Tree& tree, const Matches& matches, SelectionKind kind)
      : tree_(tree),
        matches_(matches),
        counts_itself_(kind == SelectionKind::UnencryptedCommentRegex),
        places_(tree),
        nodes_(tree.nodes().size(), false),
        comments_(tree.comments().size(), false) {
    for (std::size_t document = 0; document < tree.documents(); ++document) {
      if (tree.root(document) != kNoNode) walk(tree.root(document), false);
    }
    bool active = false;
    places_.last_in(kNoNode, [&](std::size_t index) { meet(index, false, active); });
  }

  std::vector<bool> take_nodes() { return std::move(nodes_); }
  std::vector<bool> take_comments() { return std::move(comments_); }

 private:
  void meet(std::size_t index, bool covered, bool& active) {
    const bool matched = matches_(tree_.value(tree_.comments()[index]));
    comments_[index] = covered || active || (counts_itself_ && matched);
    active = active || matched;
  }

  // sops sees a comment before a list element that is not even spelled (`-`) behind that element.
  [[nodiscard]] bool passes_comments_on(NodeId id) const {
    const Node& node = tree_.node(id);
    return node.kind == NodeKind::Scalar && node.span.size() == 0 && node.key.size() == 0 &&
           node.properties.size() == 0 && node.style == Style::Plain;
  }

  void walk(NodeId container, bool covered) {  // NOLINT(misc-no-recursion): readers bound the depth
    nodes_[container] = covered;
    bool active = false;
    for (NodeId child = container + 1; child < tree_.node(container).subtree_end;
         child = tree_.node(child).subtree_end) {
      places_.before(child, [&](std::size_t index) { meet(index, covered, active); });
      nodes_[child] = covered || active;
      if (tree_.node(child).kind != NodeKind::Scalar) walk(child, covered || active);
      active = active && passes_comments_on(child);
    }
    places_.last_in(container, [&](std::size_t index) { meet(index, covered, active); });
  }

  const Tree& tree_;
  const Matches& matches_;
  bool counts_itself_;
  CommentsByPlace places_;
  std::vector<bool> nodes_;
  std::vector<bool> comments_;
};

bool selects_by_comment(SelectionKind kind) {
  return kind == SelectionKind::UnencryptedCommentRegex ||
         kind == SelectionKind::EncryptedCommentRegex;
}

bool selects_by_suffix(SelectionKind kind) {
  return kind == SelectionKind::UnencryptedSuffix || kind == SelectionKind::EncryptedSuffix;
}

}  // namespace

std::string_view selection_field(SelectionKind kind) noexcept {
  for (const Field& field : kFields) {
    if (field.kind == kind) return field.name;
  }
  return kFields.front().name;
}

SelectedNodes::SelectedNodes(const Tree& tree, const Selection& selection) {
  const Matches matches = selects_by_suffix(selection.kind) ? suffix_matcher(selection.pattern)
                                                            : regex_matcher(selection.pattern);
  if (selects_by_comment(selection.kind)) {
    CoverageWalk walk(tree, matches, selection.kind);
    nodes_ = walk.take_nodes();
    comments_ = walk.take_comments();
  } else {
    nodes_ = matching_paths(tree, matches);
    comments_.resize(tree.comments().size());
    for (std::size_t index = 0; index < comments_.size(); ++index) {
      const NodeId owner = tree.comments()[index].owner;
      comments_[index] = owner != kNoNode && nodes_[owner];
    }
  }
  if (!is_encrypted_kind(selection.kind)) {
    nodes_.flip();
    comments_.flip();
  }
  leave_out_metadata(tree);
}

void SelectedNodes::leave_out_metadata(const Tree& tree) {
  std::vector<bool> metadata(nodes_.size(), false);
  for (std::size_t document = 0; document < tree.documents(); ++document) {
    if (tree.root(document) == kNoNode) continue;
    for (const NodeId child : tree.children(tree.root(document))) {
      if (!tree.is_block(child)) continue;
      for (NodeId id = child; id < tree.node(child).subtree_end; ++id) {
        metadata[id] = true;
        nodes_[id] = false;
      }
    }
  }
  for (std::size_t index = 0; index < comments_.size(); ++index) {
    const NodeId owner = tree.comments()[index].owner;
    if (owner != kNoNode && metadata[owner]) comments_[index] = false;
  }
}

}  // namespace holdfast::vault
