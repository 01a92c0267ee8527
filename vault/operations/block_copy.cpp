#include "vault/operations/block_copy.h"

#include "src/base/error.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>

namespace holdfast::vault {

namespace {

NewForeignEntry::Fields fields_of(const Tree& tree, NodeId map) {
  NewForeignEntry::Fields fields;
  for (const NodeId id : tree.children(map)) {
    const Node& node = tree.node(id);
    const bool text = node.kind == NodeKind::Scalar && node.type != ScalarType::Null;
    if (text) fields.emplace_back(tree.key(node), tree.value(node));
  }
  std::ranges::sort(fields);
  return fields;
}

std::uint32_t column_of(const Document& document, const Node& node) {
  return node.key.begin - line_start(document.text(), node.key.begin);
}

bool is_block_style(const Document& document, NodeId block) {
  const Tree& tree = document.tree();
  return tree.node(tree.node(block).parent).style == Style::Block;
}

// Two blocks can trade texts where the same indentation and line breaks hold around them.
bool stand_alike(const Document& one, NodeId a, const Document& other, NodeId b) {
  const bool block = is_block_style(one, a);
  if (block != is_block_style(other, b)) return false;
  if (line_break_of(one.text()) != line_break_of(other.text())) return false;
  return !block || column_of(one, one.tree().node(a)) == column_of(other, other.tree().node(b));
}

// From the key to the end of the value, without the line break that only some values include.
Span extent_of(const Document& document, NodeId block) {
  const Node& node = document.tree().node(block);
  Span extent{node.key.begin, node.span.end};
  while (extent.end > extent.begin &&
         (document.text()[extent.end - 1] == '\n' || document.text()[extent.end - 1] == '\r')) {
    --extent.end;
  }
  return extent;
}

std::string with_lastmodified(const Document& old, Span extent, std::string_view lastmodified) {
  const Tree& tree = old.tree();
  const Node& node = tree.node(old.metadata().lastmodified_node);
  const ScalarPlace place = place_of(tree, node, line_break_of(old.text(), old.format()));
  std::string text(tree.slice({extent.begin, node.span.begin}));
  text += text_token(old.format(), lastmodified, place).expose();
  if (node.span.end < extent.end) text += tree.slice({node.span.end, extent.end});
  return text;
}

}  // namespace

NewForeignEntry copy_of(const Tree& tree, const ForeignEntry& entry) {
  NewForeignEntry copy{entry.kind, fields_of(tree, entry.node), {}};
  const auto context = tree.member(entry.node, "context");
  if (context && tree.node(*context).kind == NodeKind::Map) {
    copy.context = fields_of(tree, *context);
  }
  return copy;
}

NewMetadata copy_of(const Document& document, const Metadata& block) {
  const Tree& tree = document.tree();
  NewMetadata copy;
  for (const KeyGroup& group : block.groups) {
    NewKeyGroup& to = copy.groups.emplace_back();
    for (const AgeEntry& entry : group.age) to.age.push_back({entry.recipient, entry.enc});
    for (const ForeignEntry& entry : group.foreign) to.foreign.push_back(copy_of(tree, entry));
  }
  copy.shamir_threshold = block.shamir_threshold;
  copy.lastmodified = block.lastmodified;
  copy.mac = block.mac;
  if (document.format() != Format::Binary) copy.selection = block.selection;
  copy.version = block.version;
  return copy;
}

void require_metadata(const Document& after, const NewMetadata& meant) {
  for (const NodeId node : after.metadata().all_nodes) {
    if (copy_of(after, read_block(after.tree(), node)) == meant) continue;
    throw Error(Code::Integrity, "the new sops block is not what was meant")
        .hint("nothing was written; please report this, with the layout but without secrets");
  }
}

std::vector<Splice> keep_block_text(const Document& document,
                                    const Document& old,
                                    std::string_view lastmodified) {
  if (is_flat(document.format())) return {};  // names in lines of their own have no layout
  const NodeId from = old.metadata().node;
  const std::string text = with_lastmodified(old, extent_of(old, from), lastmodified);
  std::vector<Splice> splices;
  for (const NodeId to : document.metadata().all_nodes) {
    if (!stand_alike(old, from, document, to)) continue;
    splices.push_back({extent_of(document, to), SecretText(text)});
  }
  return splices;
}

}  // namespace holdfast::vault
