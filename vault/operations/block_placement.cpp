#include "vault/operations/block_placement.h"

#include "src/base/error.h"
#include "vault/operations/alias_expansion.h"
#include "vault/operations/inline_comments.h"
#include "vault/operations/verify.h"
#include "vault/stores/document_ends.h"
#include "vault/stores/odd_line_breaks.h"
#include "vault/stores/scalar_place.h"
#include "vault/stores/yaml_spans.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

// Where a key or its value ends, whichever is later: a null may have no text.
std::uint32_t end_of(const Node& node) { return std::max(node.key.end, node.span.end); }

NodeId last_child(const Tree& tree, NodeId map) {
  const std::vector<NodeId> children = tree.children(map);
  return children.empty() ? kNoNode : children.back();
}

class YamlPlacement {
 public:
  YamlPlacement(const Document& plain, const NewMetadata& metadata)
      : tree_(plain.tree()), text_(plain.text()), metadata_(metadata) {
    line_break_ = line_break_of(text_);
  }

  std::vector<Splice> run() {
    const std::vector<DocumentExtent> extents = document_extents(tree_);
    for (std::size_t document = 0; document < extents.size(); ++document) {
      const NodeId root = tree_.root(document);
      const bool flow = root != kNoNode && tree_.node(root).style == Style::Flow;
      if (flow && tree_.node(root).subtree_end > root + 1) {
        insert_into_flow(root);
      } else {
        append_block(extents[document], root);
      }
    }
    keep_unended_scalar();
    return std::move(splices_);
  }

 private:
  void put(Span where, std::string_view with) { splices_.push_back({where, SecretText(with)}); }

  void insert_into_flow(NodeId root) {
    const std::string member =
        json_metadata(metadata_, {.indent = "", .single_line = true, .line_break = line_break_});
    const std::uint32_t end = end_of(tree_.node(last_child(tree_, root)));
    const Span tail{end, std::max(end, tree_.node(root).span.end - 1)};
    if (only(tree_.slice(tail), " \t\r\n,")) {
      put({end, end}, ", " + member);
    } else {  // a comment or a bare colon follows: in front of all others nothing is in the way
      const std::uint32_t first = tree_.node(root).span.begin + 1;
      put({first, first}, member + ", ");
    }
  }

  void append_block(const DocumentExtent& extent, NodeId root) {
    std::optional<Span> dropped = empty_content(extent, root);
    if (!dropped && extent.end == text_.size()) dropped = blanks_after_scalar();
    if (dropped) put(*dropped, "");
    const bool joined = dropped && dropped->end == extent.end;
    const std::uint32_t before = joined ? dropped->begin : extent.end;
    std::string block = yaml_metadata(metadata_, layout_of(root));
    const bool line_is_open =
        before > 0 && text_[before - 1] != '\n' && !only(text_.substr(0, before), "\xEF\xBB\xBF");
    if (line_is_open) block.insert(0, line_break_);
    put({extent.end, extent.end}, block);
  }

  // The "{}" or "null" of a document that holds nothing else, with its line where it has its own.
  [[nodiscard]] std::optional<Span> empty_content(const DocumentExtent& extent, NodeId root) const {
    Span content = extent.content;
    if (root != kNoNode) {
      const Node& node = tree_.node(root);
      if (node.subtree_end > root + 1) return std::nullopt;
      content = {node.properties.size() > 0 ? node.properties.begin : node.span.begin,
                 node.span.end};
    }
    if (content.size() == 0) return std::nullopt;
    const std::uint32_t start = line_start(text_, content.begin);
    const std::uint32_t next = next_line(text_, content.end);
    const bool own_line = only(tree_.slice({start, content.begin}), " \t\xEF\xBB\xBF") &&
                          only(tree_.slice({content.end, next}), kBlanks);
    if (!own_line) return content;
    const bool bom = start == 0 && text_.starts_with("\xEF\xBB\xBF");
    return Span{bom ? 3 : start, next};
  }

  [[nodiscard]] BlockLayout layout_of(NodeId root) const {
    BlockLayout layout;
    layout.line_break = line_break_;
    if (root == kNoNode || tree_.node(root).subtree_end == root + 1) return layout;
    layout.column = column_of(root + 1);
    for (const NodeId child : tree_.children(root)) {
      const Node& node = tree_.node(child);
      const bool nested = node.kind == NodeKind::Map && node.style == Style::Block && !node.aliased;
      if (!nested) continue;
      const std::uint32_t inner = column_of(child + 1);
      const bool usual = inner >= layout.column + 2 && inner <= layout.column + 8;
      if (usual) layout.step = inner - layout.column;
      break;
    }
    return layout;
  }

  // Of the line that the key stands on: a mark ("? ") or a tag may stand before it.
  [[nodiscard]] std::uint32_t column_of(NodeId member) const {
    std::uint32_t start = line_start(text_, tree_.node(member).key.begin);
    if (start == 0 && text_.starts_with("\xEF\xBB\xBF")) start += 3;
    const std::size_t first = text_.find_first_not_of(' ', start);
    return static_cast<std::uint32_t>(first) - start;
  }

  // The block scalar whose last line has no line break; nullptr if there is none.
  [[nodiscard]] const Node* unended_scalar() const {
    if (text_.ends_with('\n')) return nullptr;
    const auto unended = [this](const Node& node) {
      const bool block = node.style == Style::Literal || node.style == Style::Folded;
      return block && !node.aliased && only(text_.substr(node.span.end), " ");
    };
    const auto found = std::ranges::find_if(tree_.nodes(), unended);
    return found == tree_.nodes().end() ? nullptr : &*found;
  }

  // Blanks at the end of the text that are too few to be text of the block scalar before them. With
  // a line break after them they would be an empty line of it.
  [[nodiscard]] std::optional<Span> blanks_after_scalar() const {
    const Node* scalar = unended_scalar();
    if (scalar == nullptr) return std::nullopt;
    const std::string_view value = tree_.value(*scalar);
    if (!value.empty() && !value.ends_with('\n')) return std::nullopt;
    const auto end = static_cast<std::uint32_t>(text_.size());
    const std::uint32_t start = line_start(text_, end);
    if (start == line_start(text_, scalar->span.begin)) return std::nullopt;  // only a header
    return Span{start, end};
  }

  // A block scalar that ends with the text and not with its line must not gain the line break that
  // the block needs in front of it.
  void keep_unended_scalar() {
    const Node* scalar = unended_scalar();
    if (scalar == nullptr || blanks_after_scalar()) return;
    std::string marks(block_marks(tree_.slice(scalar->span)));
    const std::uint32_t begin = scalar->span.begin;
    const Span old_marks{begin, begin + static_cast<std::uint32_t>(marks.size())};
    std::erase_if(marks, [](char c) { return c == '+' || c == '-'; });
    put(old_marks, marks + "-");
  }

  const Tree& tree_;
  std::string_view text_;
  const NewMetadata& metadata_;
  std::string_view line_break_;
  std::vector<Splice> splices_;
};

// The blanks before a JSON object's first member; they tell its layout.
std::string_view lead_of(const Tree& tree, NodeId root) {
  return tree.slice({tree.node(root).span.begin + 1, tree.node(root + 1).key.begin});
}

Splice place_json(const Document& plain, const NewMetadata& metadata) {
  const Tree& tree = plain.tree();
  const NodeId root = tree.root(0);
  const Node& object = tree.node(root);
  JsonLayout layout;
  layout.line_break = line_break_of(plain.text());
  if (object.subtree_end == root + 1) {
    const std::string line_break(layout.line_break);
    const std::string text = line_break + "\t" + json_metadata(metadata, layout) + line_break;
    return {{object.span.begin + 1, object.span.end - 1}, SecretText(text)};
  }
  const std::string_view lead = lead_of(tree, root);
  layout.single_line = lead.find('\n') == std::string_view::npos;
  layout.indent = lead.substr(lead.rfind('\n') + 1);
  const Node& first = tree.node(root + 1);
  const bool airy = first.span.begin > first.key.end + 1;
  layout.colon = airy ? ": " : ":";
  layout.comma = airy ? ", " : ",";
  const std::string between =
      layout.single_line ? std::string(layout.comma) : "," + std::string(lead);
  const std::uint32_t end = tree.node(last_child(tree, root)).span.end;
  return {{end, end}, SecretText(between + json_metadata(metadata, layout))};
}

// A text that ends without a line break is to end so again, and so is what is left without the
// block.
Splice at_end(std::string_view text, std::string block, std::string_view line_break) {
  if (!text.empty() && !text.ends_with('\n')) {
    block.insert(0, line_break);
    block.resize(block.size() - line_break.size());
  }
  const auto end = static_cast<std::uint32_t>(text.size());
  return {{end, end}, SecretText(block)};
}

Splice place_ini(std::string_view text, const NewMetadata& metadata) {
  const std::string_view line_break = line_break_of(text);
  const std::string gap(text.empty() ? "" : line_break);
  return at_end(text, gap + ini_metadata(metadata, line_break), line_break);
}

Splice place_block(const Document& plain, const NewMetadata& metadata) {
  if (plain.format() == Format::Dotenv)
    return at_end(plain.text(), dotenv_metadata(metadata), "\n");
  if (plain.format() == Format::Ini) return place_ini(plain.text(), metadata);
  return place_json(plain, metadata);
}

}  // namespace

std::vector<Splice> place_metadata(const Document& plain, const NewMetadata& metadata) {
  if (plain.tree().documents() == 0) {
    throw Error(Code::Failed, "there is no document in it").hint("write {} for an empty document");
  }
  if (plain.format() == Format::Yaml) return YamlPlacement(plain, metadata).run();
  std::vector<Splice> splices;
  splices.push_back(place_block(plain, metadata));
  return splices;
}

void refuse_encrypted(const Document& plain) {
  const Tree& tree = plain.tree();
  for (std::size_t document = 0; document < tree.documents(); ++document) {
    const NodeId root = tree.root(document);
    if (root == kNoNode) continue;
    for (const NodeId child : tree.children(root)) {
      if (!tree.is_block(child)) continue;
      throw Error(Code::Refused, "it has a top-level key sops, so it counts as encrypted already")
          .hint("decrypt it first, or give that key another name");
    }
  }
}

Document with_metadata(const Document& plain, const NewMetadata& metadata) {
  refuse_encrypted(plain);
  if (plain.format() == Format::Yaml) refuse_odd_line_breaks(plain.tree());
  const SelectedNodes selected(plain.tree(), metadata.selection.value_or(Selection{}));
  std::vector<Splice> splices = expand_aliases(plain, selected);
  std::ranges::move(lift_comments(plain, selected), std::back_inserter(splices));
  std::ranges::move(place_metadata(plain, metadata), std::back_inserter(splices));
  Document document = Document::parse(patch(plain.text(), std::move(splices)), plain.format());
  require_same_nodes(plain, document, Values::Same);
  return document;
}

}  // namespace holdfast::vault
