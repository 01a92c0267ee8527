#include "vault/stores/flat_block.h"

#include "vault/stores/text_place.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <tuple>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxDepth = 32;  // sops needs 6

// One step of a name's path: a key, or a position in a list.
struct Step {
  bool in_list = false;
  std::uint32_t position = 0;
  std::string_view key;

  friend bool operator==(const Step& one, const Step& other) = default;
  friend bool operator<(const Step& one, const Step& other) {
    return std::tie(one.in_list, one.position, one.key) <
           std::tie(other.in_list, other.position, other.key);
  }
};

struct Place {
  std::vector<Step> path;
  const FlatEntry* entry;
};

class PathReader {
 public:
  PathReader(const Tree& tree, const FlatEntry& entry) : tree_(tree), entry_(entry) {}

  std::vector<Step> read() {
    std::string_view rest = entry_.name;
    bool in_list = false;
    while (true) {
      const std::size_t map = rest.find(kFlatMap);
      const std::size_t list = rest.find(kFlatList);
      const std::size_t end = std::min(map, list);
      add(rest.substr(0, end), in_list);
      if (end == std::string_view::npos) return std::move(path_);
      in_list = list < map;
      rest.remove_prefix(end + (in_list ? kFlatList : kFlatMap).size());
    }
  }

 private:
  void add(std::string_view word, bool in_list) {
    if (path_.size() == kMaxDepth) fail("a name of more than 32 levels");
    Step step{in_list, 0, in_list ? std::string_view() : word};
    if (in_list) {
      const auto [end, fault] =
          std::from_chars(word.data(), word.data() + word.size(), step.position);
      const bool padded = word.size() > 1 && word.front() == '0';
      if (fault != std::errc() || end != word.data() + word.size() || padded) {
        fail("no position in a list");
      }
    }
    path_.push_back(step);
  }

  [[noreturn]] void fail(std::string_view why) const {
    fail_at(tree_.text(), entry_.value.key.begin, why);
  }

  const Tree& tree_;
  const FlatEntry& entry_;
  std::vector<Step> path_;
};

// Goes through the places in the order of their paths, so that what belongs together is adjacent.
class Unflattening {
 public:
  Unflattening(Tree& tree, NodeId block) : tree_(tree), open_{block} {}

  void run(const std::vector<FlatEntry>& entries) {
    std::vector<Place> places;
    places.reserve(entries.size());
    for (const FlatEntry& entry : entries) {
      places.push_back({PathReader(tree_, entry).read(), &entry});
    }
    std::ranges::stable_sort(places, std::less<>(), &Place::path);
    for (const Place& place : places) add(place);
    close_to(0);
  }

 private:
  void add(const Place& place) {
    const std::vector<Step>& path = place.path;
    const auto [old, differs] = std::ranges::mismatch(last_, path);
    const auto common = static_cast<std::size_t>(differs - path.begin());
    if (differs == path.end()) fail(place, "a name for the second time");
    if (old == last_.end() && !last_.empty()) fail(place, "a value that is a collection as well");
    if (!last_.empty()) require_sibling(place, last_[common], path[common]);
    close_to(common + 1);
    for (std::size_t level = common; level < path.size(); ++level) {
      const bool is_first = last_.empty() || level > common;
      if (is_first && path[level].position != 0) fail(place, "a list without its first element");
      if (level + 1 == path.size()) {
        add_value(path[level], place.entry->value);
      } else {
        open(path[level], path[level + 1].in_list ? NodeKind::List : NodeKind::Map);
      }
    }
    last_ = path;
  }

  void require_sibling(const Place& place, const Step& before, const Step& step) const {
    if (before.in_list != step.in_list) fail(place, "a list that is a mapping as well");
    if (step.in_list && step.position != before.position + 1) fail(place, "a hole in a list");
  }

  // Leaves `count` collections open, but the block always.
  void close_to(std::size_t count) {
    while (open_.size() > std::max<std::size_t>(count, 1)) close();
    if (count == 0) close();
  }

  void close() {
    tree_.edit(open_.back()).subtree_end = static_cast<NodeId>(tree_.nodes().size());
    open_.pop_back();
  }

  void open(const Step& step, NodeKind kind) {
    Node node;
    node.kind = kind;
    node.style = Style::Block;
    open_.push_back(add_node(node, step));
  }

  void add_value(const Step& step, const Node& value) {
    const NodeId id = add_node(value, step);
    tree_.edit(id).subtree_end = id + 1;
    for (std::size_t level = 1; level < open_.size(); ++level) widen(open_[level], value);
  }

  // A collection reaches from its first name to its last value.
  void widen(NodeId collection, const Node& value) {
    Span& span = tree_.edit(collection).span;
    if (span.size() == 0) span = {value.key.begin, value.span.end};
    span.begin = std::min(span.begin, value.key.begin);
    span.end = std::max(span.end, value.span.end);
  }

  NodeId add_node(Node node, const Step& step) {
    node.parent = open_.back();
    node.cooked_key = tree_.keep(SecretText(step.key));
    return tree_.add(node);
  }

  [[noreturn]] void fail(const Place& place, std::string_view why) const {
    fail_at(tree_.text(), place.entry->value.key.begin, why);
  }

  Tree& tree_;
  std::vector<NodeId> open_;  // the block, and the collections that the last path goes through
  std::vector<Step> last_;
};

std::size_t position_of(const Tree& tree, NodeId id) {
  const std::vector<NodeId> all = tree.children(tree.node(id).parent);
  return static_cast<std::size_t>(std::ranges::find(all, id) - all.begin());
}

}  // namespace

void unflatten(Tree& tree, NodeId block, const std::vector<FlatEntry>& entries) {
  Unflattening(tree, block).run(entries);
}

std::string flat_name(const Tree& tree, NodeId id) {
  const NodeId parent = tree.node(id).parent;
  if (tree.is_block(parent)) return std::string(tree.key(tree.node(id)));
  std::string name = flat_name(tree, parent);
  if (tree.node(parent).kind == NodeKind::List) {
    return name.append(kFlatList).append(std::to_string(position_of(tree, id)));
  }
  return name.append(kFlatMap).append(tree.key(tree.node(id)));
}

}  // namespace holdfast::vault
