// What lies where in the text of a structured document: nodes in source order, with byte spans, so
// that an edit can be a splice and every other byte stays.
#pragma once

#include "src/base/secret.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// A run of bytes of the text, half open. 32 bits: documents have at most 256 MiB.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const noexcept { return end - begin; }
  friend bool operator==(const Span& one, const Span& other) = default;
};

using NodeId = std::uint32_t;  // position in Tree::nodes
inline constexpr NodeId kNoNode = UINT32_MAX;
inline constexpr std::uint32_t kNotCooked = UINT32_MAX;

enum class NodeKind : std::uint8_t { Map, List, Scalar };

// What a scalar resolves to (YAML: docs/reference/formats/sops.md, 4.3; JSON: its own types).
enum class ScalarType : std::uint8_t { Null, Str, Int, Float, Bool, Time };

// How a node is spelled. In JSON strings are DoubleQuoted, other scalars Plain, containers Flow.
// The last two are INI's: `x` and """x""".
enum class Style : std::uint8_t {
  Plain,
  SingleQuoted,
  DoubleQuoted,
  Literal,
  Folded,
  Block,
  Flow,
  BackQuoted,
  TripleQuoted,
};

// 52 bytes, since a large document has a million of them.
struct Node {
  NodeKind kind = NodeKind::Scalar;
  ScalarType type = ScalarType::Str;
  Style style = Style::Plain;
  bool in_flow = false;  // inside a flow collection, where a plain ENC[...] would be broken YAML
  bool aliased = false;  // reached through an alias: `span` is that of the "*name" token, shared by
                         // all nodes of the expansion; the content stands elsewhere
  NodeId parent = kNoNode;     // the map or list that holds it; kNoNode for a document's root
  NodeId subtree_end = 0;      // the first node after this one and all below it
  std::uint32_t document = 0;  // 0-based
  Span key;         // the key's token in a map (with quotes); empty in lists and at the root. In a
                    // block that is flattened: of a value the whole name, of a collection empty
  Span properties;  // anchor and tag before the value ("&a !!str"), empty if there are none
  Span span;        // the value's token or collection, without properties: a block scalar from its
              // header ('|') to the end of its last line's break; a block collection from its first
              // key or '-' to the end of its last element
  std::uint32_t cooked_key = kNotCooked;    // where the key's or value's text differs from its
  std::uint32_t cooked_value = kNotCooked;  // token: index of the text in the tree's own store
};

// A comment of the text. `owner` is the container whose key path is the comment's AAD.
struct Comment {
  Span span;  // from its mark ('#', in INI also ';') to the end of the line, without the line
              // break; in INI all lines in a row are one comment
  std::uint32_t text_begin = 0;  // within span: after the mark, in INI after all marks and blanks
  std::uint32_t cooked = kNotCooked;  // where the text differs from what stands there
  NodeId owner = kNoNode;             // map or list; kNoNode: the root of a document without nodes
  NodeId before = kNoNode;  // the owner's element that it stands before or (inline) beside;
                            // kNoNode: none follows
  std::uint32_t document = 0;
  bool own_line = true;

  // What a ciphertext takes the place of.
  [[nodiscard]] Span text() const noexcept { return {text_begin, span.end}; }
};

// The nodes of one text. The text must outlive the tree.
class Tree {
 public:
  explicit Tree(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::string_view slice(Span span) const {
    return text_.substr(span.begin, span.size());
  }
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const Node& node(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] const std::vector<Comment>& comments() const noexcept { return comments_; }
  // The number of documents in the text (JSON: one), and the root of each: a map, or kNoNode for an
  // empty (null) document.
  [[nodiscard]] std::size_t documents() const noexcept { return roots_.size(); }
  [[nodiscard]] NodeId root(std::size_t document) const { return roots_[document]; }

  // The text of a map's key, unquoted ("" in lists). Of a scalar: its content, unquoted, unescaped
  // and unfolded, before it is given a type. Of a comment: all after its mark.
  [[nodiscard]] std::string_view key(const Node& node) const;
  [[nodiscard]] std::string_view value(const Node& node) const;
  [[nodiscard]] std::string_view value(const Comment& comment) const;

  // The direct elements of a map or list, in order.
  [[nodiscard]] std::vector<NodeId> children(NodeId container) const;
  // The element of a map with that key; the first of several.
  [[nodiscard]] std::optional<NodeId> member(NodeId map, std::string_view key) const;

  // True for the `sops` block of a document: the value of the top-level key `sops`, or the node
  // that the reader of a flat format gathered it into.
  [[nodiscard]] bool is_block(NodeId id) const;

  // The keys from the root down to the node, list positions left out.
  [[nodiscard]] std::vector<std::string_view> path(NodeId id) const;
  // The same as the cipher's additional data: each key with a colon after it, ":" for a root.
  [[nodiscard]] std::string aad(NodeId id) const;
  // For people: "data.password", "list[2].name".
  [[nodiscard]] std::string key_path(NodeId id) const;
  // 1-based line of a byte offset.
  [[nodiscard]] std::size_t line_of(std::uint32_t offset) const;

  // For the readers (vault/stores/*_index): building.
  NodeId add(const Node& node);
  Node& edit(NodeId id) { return nodes_[id]; }
  void add_comment(const Comment& comment) { comments_.push_back(comment); }
  void add_document(NodeId root) { roots_.push_back(root); }
  // Where a top-level key `sops` is a key like any other (dotenv): the block, or kNoNode for none.
  void gather_block(NodeId block) { gathered_ = block; }
  std::uint32_t keep(SecretText cooked);

 private:
  std::string_view text_;
  std::vector<Node> nodes_;
  std::vector<Comment> comments_;
  std::vector<NodeId> roots_;
  std::vector<SecretText> cooked_;
  std::optional<NodeId> gathered_;
};

}  // namespace holdfast::vault
