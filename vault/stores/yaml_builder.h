// Builds a Tree from YAML events.
#pragma once

#include "vault/document/tree.h"
#include "vault/stores/yaml_events.h"
#include "vault/stores/yaml_tags.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

class YamlBuilder {
 public:
  explicit YamlBuilder(std::string_view text) : text_(text), tree_(text) {}

  // Takes the next event. Throws Failed as index_yaml says.
  void add(const YamlEvent& event);
  // The tree of all that was added; to be called once, after the last event.
  [[nodiscard]] Tree finish();

 private:
  struct Key {
    Span token;
    std::uint32_t cooked = kNotCooked;
  };
  // A map or list that is not finished.
  struct Open {
    NodeId node = kNoNode;
    bool is_map = false;
    bool has_key = false;  // of a map: its next node is the value of `key`
    Key key;
    std::uint32_t end = 0;     // where its last element ends
    std::uint32_t height = 1;  // levels of collections, this one included
    std::string anchor;
  };
  // What an anchor stands for: a node, or a key's text when there is no node.
  struct Anchor {
    NodeId node = kNoNode;
    Key key;
    std::uint32_t height = 0;
  };
  struct Token {
    Span properties;
    Span value;
  };

  void start_document(const YamlEvent& event);
  void end_document(const YamlEvent& event);
  void add_scalar(const YamlEvent& event);
  void add_root_scalar(const YamlEvent& event);
  void add_key(const YamlEvent& event);
  void add_alias(const YamlEvent& event);
  void add_key_alias(const Anchor& anchor, Span token);
  void expand(const Anchor& anchor, Span token);
  void copy_nodes(const Anchor& anchor, Span token);
  void open(const YamlEvent& event);
  void close(const YamlEvent& event);
  void end_node(NodeId node, std::uint32_t end);
  void refuse_duplicates(NodeId map) const;
  void refuse_bad_merge(NodeId map) const;
  void refuse_bomb() const;
  void count_flow_work(const YamlEvent& event);

  [[nodiscard]] bool expects_key() const;
  [[nodiscard]] std::string_view text_of(const Anchor& anchor) const;
  [[nodiscard]] Node next_node(NodeKind kind) const;
  [[nodiscard]] Token take_token(const YamlEvent& event);
  [[nodiscard]] TaggedScalar resolve(const YamlEvent& event, Span token) const;
  [[nodiscard]] std::uint32_t cook(const YamlEvent& event, Span token);
  void set_anchor(std::string_view name, const Anchor& anchor);

  void pass(Span token);
  void find_comments(std::uint32_t from, std::uint32_t until);
  [[noreturn]] void fail(Span where, std::string_view why) const;

  std::string_view text_;
  Tree tree_;
  std::vector<Open> open_;
  std::vector<Comment> comments_;
  std::map<std::string, Anchor, std::less<>> anchors_;  // of this document
  NodeId root_ = kNoNode;                               // of this document
  std::uint32_t document_ = 0;
  std::uint32_t token_end_ = 0;  // all before was searched for comments
  std::size_t copied_ = 0;       // nodes that aliases were expanded to
  std::size_t flow_depth_ = 0;   // open flow collections
  std::size_t flow_work_ = 0;    // their number at each event, added up
};

}  // namespace holdfast::vault
