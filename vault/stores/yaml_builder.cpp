#include "vault/stores/yaml_builder.h"

#include "src/base/error.h"
#include "vault/stores/text_place.h"
#include "vault/stores/yaml_comments.h"
#include "vault/stores/yaml_spans.h"

#include <algorithm>
#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::size_t kMaxDepth = 1000;
// A few hundred bytes of nested aliases could stand for billions of nodes.
constexpr std::size_t kMaxCopies = 1'000'000;
constexpr std::size_t kMaxCopiesPerNode = 16;
// libyaml looks at every open flow collection at every token.
constexpr std::size_t kMaxFlowWork = std::size_t{1} << 28U;

bool is_block_scalar(Style style) { return style == Style::Literal || style == Style::Folded; }

std::string_view without_quotes(std::string_view token, Style style) {
  return style == Style::Plain ? token : token.substr(1, token.size() - 2);
}

// An empty value's place is where the next token begins, unless a ':' or '-' stands before it;
// blanks and comments up to there are not its own.
bool follows_indicator(std::string_view text, std::uint32_t place) {
  return place > 0 && std::string_view(":-?").find(text[place - 1]) != std::string_view::npos;
}

}  // namespace

void YamlBuilder::fail(Span where, std::string_view why) const { fail_at(text_, where.begin, why); }

void YamlBuilder::add(const YamlEvent& event) {
  count_flow_work(event);
  switch (event.kind) {
    case YamlEventKind::DocumentStart:
      return start_document(event);
    case YamlEventKind::DocumentEnd:
      return end_document(event);
    case YamlEventKind::Alias:
      return add_alias(event);
    case YamlEventKind::Scalar:
      return add_scalar(event);
    case YamlEventKind::MapStart:
    case YamlEventKind::ListStart:
      return open(event);
    case YamlEventKind::MapEnd:
    case YamlEventKind::ListEnd:
      return close(event);
    case YamlEventKind::StreamEnd:
      return;
  }
}

Tree YamlBuilder::finish() {
  find_comments(token_end_, static_cast<std::uint32_t>(text_.size()));
  refuse_bomb();
  if (tree_.documents() == 0 && !comments_.empty()) throw Error(Code::Failed, "no document");
  own_comments(tree_, comments_);
  for (const Comment& comment : comments_) tree_.add_comment(comment);
  return std::move(tree_);
}

void YamlBuilder::start_document(const YamlEvent& event) {
  // A document's own directives count as what stands before it.
  if (!event.implicit) pass({event.span.end - 3, event.span.end});
  document_ = static_cast<std::uint32_t>(tree_.documents());
  root_ = kNoNode;
  anchors_.clear();
}

void YamlBuilder::end_document(const YamlEvent& event) {
  if (!event.implicit) pass(event.span);
  tree_.add_document(root_);
}

void YamlBuilder::add_scalar(const YamlEvent& event) {
  if (open_.empty()) return add_root_scalar(event);
  if (expects_key()) return add_key(event);
  const Token token = take_token(event);
  Node node = next_node(NodeKind::Scalar);
  node.style = event.style;
  node.properties = token.properties;
  node.span = token.value;
  TaggedScalar scalar = resolve(event, token.value);
  node.type = scalar.type;
  node.cooked_value =
      scalar.decoded ? tree_.keep(std::move(*scalar.decoded)) : cook(event, token.value);
  const NodeId id = tree_.add(node);
  set_anchor(event.anchor, {id, {}, 0});
  end_node(id, node.span.end);
}

void YamlBuilder::add_root_scalar(const YamlEvent& event) {
  const Token token = take_token(event);
  if (resolve(event, token.value).type != ScalarType::Null) {
    fail(token.value, "the top level is not a map");
  }
}

void YamlBuilder::add_key(const YamlEvent& event) {
  const Token token = take_token(event);
  if (resolve(event, token.value).type != ScalarType::Str) {
    fail(token.value, "key is not a string");
  }
  Open& map = open_.back();
  map.key = {token.value, cook(event, token.value)};
  map.has_key = true;
  set_anchor(event.anchor, {kNoNode, map.key, 0});
}

void YamlBuilder::add_alias(const YamlEvent& event) {
  const auto found = anchors_.find(event.anchor);
  if (found == anchors_.end()) fail(event.span, "alias of an unknown anchor");
  const Anchor& anchor = found->second;
  if (anchor.node != kNoNode && tree_.node(anchor.node).subtree_end == 0) {
    fail(event.span, "alias within what it stands for");
  }
  pass(event.span);
  if (expects_key()) {
    add_key_alias(anchor, event.span);
  } else {
    expand(anchor, event.span);
  }
}

std::string_view YamlBuilder::text_of(const Anchor& anchor) const {
  if (anchor.node != kNoNode) return tree_.value(tree_.node(anchor.node));
  Node named;
  named.key = anchor.key.token;
  named.cooked_key = anchor.key.cooked;
  return tree_.key(named);
}

void YamlBuilder::add_key_alias(const Anchor& anchor, Span token) {
  if (anchor.node != kNoNode) {
    const Node& node = tree_.node(anchor.node);
    if (node.kind != NodeKind::Scalar || node.type != ScalarType::Str) {
      fail(token, "key is not a string");
    }
  }
  open_.back().key = {token, tree_.keep(SecretText(text_of(anchor)))};
  open_.back().has_key = true;
}

void YamlBuilder::expand(const Anchor& anchor, Span token) {
  if (anchor.node == kNoNode) {
    Node node = next_node(NodeKind::Scalar);
    node.aliased = true;
    node.span = token;
    node.cooked_value = tree_.keep(SecretText(text_of(anchor)));
    return end_node(tree_.add(node), token.end);
  }
  if (open_.size() + anchor.height > kMaxDepth) fail(token, "nested deeper than 1000 levels");
  copied_ += tree_.node(anchor.node).subtree_end - anchor.node;
  if (copied_ > kMaxCopies) fail(token, "aliases stand for more than a million values");
  copy_nodes(anchor, token);
}

void YamlBuilder::copy_nodes(const Anchor& anchor, Span token) {
  const Node place = next_node(NodeKind::Scalar);
  const auto copy = static_cast<NodeId>(tree_.nodes().size());
  const NodeId end = tree_.node(anchor.node).subtree_end;
  for (NodeId from = anchor.node; from < end; ++from) {
    Node& original = tree_.edit(from);
    // The copies share the text of the original, whose token they do not have.
    if (original.kind == NodeKind::Scalar && original.cooked_value == kNotCooked) {
      original.cooked_value = tree_.keep(SecretText(tree_.value(original)));
    }
    Node node = original;
    node.aliased = true;
    node.in_flow = place.in_flow;
    node.properties = {};
    node.span = token;
    node.subtree_end = node.subtree_end - anchor.node + copy;
    node.parent = from == anchor.node ? place.parent : node.parent - anchor.node + copy;
    if (from == anchor.node) {
      node.key = place.key;
      node.cooked_key = place.cooked_key;
    }
    tree_.add(node);
  }
  open_.back().height = std::max(open_.back().height, anchor.height + 1);
  end_node(copy, token.end);
}

void YamlBuilder::open(const YamlEvent& event) {
  const bool is_map = event.kind == YamlEventKind::MapStart;
  if (open_.empty() && !is_map) fail(event.span, "the top level is not a map");
  if (expects_key()) fail(event.span, "key is not a string");
  if (open_.size() >= kMaxDepth) fail(event.span, "nested deeper than 1000 levels");
  const Token token = take_token(event);
  Node node = next_node(is_map ? NodeKind::Map : NodeKind::List);
  node.style = event.style;
  node.properties = token.properties;
  node.span = token.value;
  const NodeId id = tree_.add(node);
  if (open_.empty()) root_ = id;
  if (node.style == Style::Flow) ++flow_depth_;
  Open opened;
  opened.node = id;
  opened.is_map = is_map;
  opened.end = token.value.begin;
  opened.anchor = event.anchor;
  open_.push_back(std::move(opened));
  set_anchor(event.anchor, {id, {}, 0});
}

void YamlBuilder::close(const YamlEvent& event) {
  const Open closed = std::move(open_.back());
  open_.pop_back();
  Node& node = tree_.edit(closed.node);
  if (node.style == Style::Flow) {
    --flow_depth_;
    pass({event.span.end - 1, event.span.end});
    node.span.end = event.span.end;
  } else {
    node.span.end = closed.end;
  }
  if (!open_.empty()) open_.back().height = std::max(open_.back().height, closed.height + 1);
  // Unless the name was given anew within it.
  const auto anchor = anchors_.find(closed.anchor);
  if (anchor != anchors_.end() && anchor->second.node == closed.node) {
    anchor->second.height = closed.height;
  }
  end_node(closed.node, node.span.end);
  if (document_ != 0 || !closed.is_map) return;
  refuse_duplicates(closed.node);
  refuse_bad_merge(closed.node);
}

void YamlBuilder::end_node(NodeId node, std::uint32_t end) {
  tree_.edit(node).subtree_end = static_cast<NodeId>(tree_.nodes().size());
  if (open_.empty()) return;
  open_.back().end = std::max(open_.back().end, end);
  open_.back().has_key = false;
}

void YamlBuilder::refuse_duplicates(NodeId map) const {
  const std::vector<NodeId> children = tree_.children(map);
  std::vector<std::pair<std::string_view, NodeId>> keys;
  keys.reserve(children.size());
  for (const NodeId id : children) keys.emplace_back(tree_.key(tree_.node(id)), id);
  std::ranges::sort(keys);
  const auto twice =
      std::ranges::adjacent_find(keys, {}, [](const auto& key) { return key.first; });
  if (twice != keys.end()) fail(tree_.node((twice + 1)->second).key, "key stands here twice");
}

// sops's loader merges, only to throw the result away, but it fails where there is no map to merge.
void YamlBuilder::refuse_bad_merge(NodeId map) const {
  const auto is_map = [&](NodeId id) { return tree_.node(id).kind == NodeKind::Map; };
  for (NodeId id = map + 1; id < tree_.node(map).subtree_end; id = tree_.node(id).subtree_end) {
    const Node& node = tree_.node(id);
    if (tree_.slice(node.key) != "<<" || is_map(id)) continue;
    const bool maps = node.kind == NodeKind::List && !node.aliased &&
                      std::ranges::all_of(tree_.children(id), is_map);
    if (!maps) fail(node.key, "merge key without a map");
  }
}

void YamlBuilder::refuse_bomb() const {
  const std::size_t own = tree_.nodes().size() - copied_;
  if (copied_ > kMaxCopiesPerNode * own) {
    throw Error(Code::Failed, "aliases stand for many times as many values as the file has");
  }
}

void YamlBuilder::count_flow_work(const YamlEvent& event) {
  flow_work_ += flow_depth_;
  if (flow_work_ > kMaxFlowWork) fail(event.span, "too much text within nested flow collections");
}

bool YamlBuilder::expects_key() const {
  return !open_.empty() && open_.back().is_map && !open_.back().has_key;
}

Node YamlBuilder::next_node(NodeKind kind) const {
  Node node;
  node.kind = kind;
  node.document = document_;
  if (open_.empty()) return node;
  const Open& holder = open_.back();
  node.parent = holder.node;
  const Node& parent = tree_.node(holder.node);
  node.in_flow = parent.in_flow || parent.style == Style::Flow;
  if (holder.is_map) {
    node.key = holder.key.token;
    node.cooked_key = holder.key.cooked;
  }
  return node;
}

YamlBuilder::Token YamlBuilder::take_token(const YamlEvent& event) {
  Token token{{}, event.span};
  if (!event.anchor.empty() || !event.tag.empty()) {
    token.properties = {event.span.begin, properties_end(text_, event.span)};
    pass(token.properties);
    const std::uint32_t end = token.properties.end;
    token.value.begin = end == event.span.end ? end : skip_separation(text_, end);
    token.value.end = std::max(token.value.begin, event.span.end);
  } else if (event.kind == YamlEventKind::Scalar && event.span.size() == 0 &&
             !follows_indicator(text_, event.span.begin)) {
    token.value = {token_end_, token_end_};
  }
  if (event.style == Style::Flow) pass({token.value.begin, token.value.begin + 1});
  if (event.kind != YamlEventKind::Scalar || token.value.size() == 0) return token;
  if (is_block_scalar(event.style)) {
    token.value = without_empty_tail(text_, token.value);
    pass({token.value.begin, token.value.begin});
    const std::size_t header_end = line_end(text_, token.value.begin);
    find_comments(token.value.begin, static_cast<std::uint32_t>(header_end));
  }
  pass(token.value);
  return token;
}

TaggedScalar YamlBuilder::resolve(const YamlEvent& event, Span token) const {
  try {
    return resolve_scalar(event.value, event.style, event.tag);
  } catch (const Error& error) {
    fail(token, error.what());
  }
}

std::uint32_t YamlBuilder::cook(const YamlEvent& event, Span token) {
  const bool as_written = !is_block_scalar(event.style) &&
                          without_quotes(tree_.slice(token), event.style) == event.value;
  return as_written ? kNotCooked : tree_.keep(SecretText(event.value));
}

void YamlBuilder::set_anchor(std::string_view name, const Anchor& anchor) {
  if (!name.empty()) anchors_.insert_or_assign(std::string(name), anchor);
}

void YamlBuilder::pass(Span token) {
  find_comments(token_end_, token.begin);
  token_end_ = std::max(token_end_, token.end);
}

// What stands between tokens is blanks, indicators, directives (in which libyaml takes no other
// '#') and comments.
void YamlBuilder::find_comments(std::uint32_t from, std::uint32_t until) {
  const std::string_view gap_and_before = text_.substr(0, until);
  for (std::size_t at = gap_and_before.find('#', from); at != std::string_view::npos;) {
    const std::size_t end = line_end(text_, at);
    Comment comment;
    comment.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    comment.text_begin = comment.span.begin + 1;
    comment.document = document_;
    comments_.push_back(comment);
    at = gap_and_before.find('#', end);
  }
}

}  // namespace holdfast::vault
