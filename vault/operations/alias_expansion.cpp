#include "vault/operations/alias_expansion.h"

#include "src/base/error.h"
#include "src/base/file.h"
#include "vault/document/scalar.h"
#include "vault/stores/yaml_scalar.h"

#include <map>

namespace holdfast::vault {

namespace {

// Prints nodes as YAML on one line.
class FlowPrinter {
 public:
  FlowPrinter(const Tree& tree, SecretText& out) : tree_(tree), out_(out) {}

  void print(NodeId id, bool in_flow) {  // NOLINT(misc-no-recursion): readers bound the depth
    const Node& node = tree_.node(id);
    if (out_.size() > kMaxDocument) {
      throw Error(Code::Failed, "written out, the aliases make the text too large");
    }
    if (node.kind == NodeKind::Scalar) {
      scalar(node, in_flow);
    } else {
      collection(id, node);
    }
  }

 private:
  void text(std::string_view value, bool in_flow) {
    ScalarPlace place;
    place.in_flow = in_flow;
    place.single_line = true;
    out_.append(yaml_string_token(value, place).expose());
  }

  void scalar(const Node& node, bool in_flow) {
    const std::string_view value = tree_.value(node);
    if (node.type == ScalarType::Str) {
      text(value, in_flow);
    } else if (node.type == ScalarType::Null) {
      out_.append("null");
    } else if (node.properties.size() == 0) {
      out_.append(value);
    } else {  // a tag may give a type to what would not have it when plain
      out_.append(spell_typed(node.type, canonical(node.type, value).expose()));
    }
  }

  static std::string spell_typed(ScalarType type, std::string_view canonical_text) {
    std::string spelled = spell_yaml(type, canonical_text).value_or("null");
    if (resolve_plain(spelled) != type) spelled += ".0";  // a float that reads as an integer
    return spelled;
  }

  void collection(NodeId id, const Node& node) {  // NOLINT(misc-no-recursion): see print
    const bool is_map = node.kind == NodeKind::Map;
    out_.append(is_map ? "{" : "[");
    bool first = true;
    for (NodeId child = id + 1; child < node.subtree_end; child = tree_.node(child).subtree_end) {
      if (!first) out_.append(", ");
      first = false;
      if (is_map) {
        key(tree_.key(tree_.node(child)));
        out_.append(": ");
      }
      print(child, true);
    }
    out_.append(is_map ? "}" : "]");
  }

  void key(std::string_view name) {
    if (name == "<<") {
      out_.append(name);
    } else {
      text(name, true);
    }
  }

  const Tree& tree_;
  SecretText& out_;
};

class Expansion {
 public:
  Expansion(const Tree& tree, const SelectedNodes& selected) : tree_(tree), selected_(selected) {}

  std::vector<Splice> run() {
    for (NodeId id = 0; id < tree_.nodes().size(); ++id) {
      const Node& node = tree_.node(id);
      if (!node.aliased) {
        note_anchor(id, node);
        continue;
      }
      if (must_expand(id, node)) expand(id, node);
      id = node.subtree_end - 1;
    }
    return std::move(splices_);
  }

 private:
  // A later anchor of the same name takes the earlier one's place; names end with their document.
  void note_anchor(NodeId id, const Node& node) {
    if (node.parent == kNoNode) anchors_.clear();
    const std::string_view properties = tree_.slice(node.properties);
    const std::size_t mark = properties.find('&');
    if (mark == std::string_view::npos) return;
    const std::string_view name = properties.substr(mark + 1);
    anchors_[name.substr(0, name.find_first_of(" \t\r\n"))] = id;
  }

  [[nodiscard]] bool must_expand(NodeId id, const Node& node) const {
    if (holds_secret(id)) return true;
    const auto anchor = anchors_.find(tree_.slice(node.span).substr(1));
    return anchor != anchors_.end() && holds_secret(anchor->second);
  }

  [[nodiscard]] bool holds_secret(NodeId top) const {
    for (NodeId id = top; id < tree_.node(top).subtree_end; ++id) {
      const Node& node = tree_.node(id);
      if (node.kind != NodeKind::Scalar || node.type == ScalarType::Null) continue;
      if (selected_.node(id) && !tree_.value(node).empty()) return true;
    }
    return false;
  }

  void expand(NodeId id, const Node& node) {
    SecretText text;
    const bool in_flow = node.in_flow;
    FlowPrinter(tree_, text).print(id, in_flow);
    size_ += text.size();
    if (size_ > kMaxDocument) {
      throw Error(Code::Failed, "written out, the aliases make the text too large");
    }
    splices_.push_back({node.span, std::move(text)});
  }

  const Tree& tree_;
  const SelectedNodes& selected_;
  std::map<std::string_view, NodeId> anchors_;
  std::vector<Splice> splices_;
  std::size_t size_ = 0;
};

}  // namespace

std::vector<Splice> expand_aliases(const Document& plain, const SelectedNodes& selected) {
  return Expansion(plain.tree(), selected).run();
}

}  // namespace holdfast::vault
