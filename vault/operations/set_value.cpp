#include "vault/operations/set_value.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/operations/leaves.h"
#include "vault/operations/reencryption.h"
#include "vault/operations/sealing.h"
#include "vault/operations/value_placement.h"
#include "vault/operations/value_text.h"
#include "vault/operations/verify.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace holdfast::vault {

namespace {

// A change of one place of the tree: `removed` nodes of the old one from `at` on make room for
// `added` nodes of the new one.
struct TreeEdit {
  std::vector<Splice> splices;
  NodeId at = kNoNode;  // kNoNode: found in the new tree
  NodeId removed = 0;
  NodeId added = 0;
  bool keeps_style = false;  // a scalar in the place of another
};

Error at_path(Error error, const ValuePath& path) {
  error.at_key(print_value_path(path));
  return error;
}

// {"v": VALUE} with keys and positions of `path` from `depth` on around the value.
Document wrapped(const SecretText& json, const ValuePath& path, std::size_t depth) {
  SecretText text("{\"v\":");
  for (std::size_t i = depth; i < path.size(); ++i) {
    text.append(path[i].position ? '[' : '{');
    if (path[i].position) continue;
    text.append(json_string_token(path[i].key).expose());
    text.append(':');
  }
  text.append(json.expose());
  for (std::size_t i = path.size(); i > depth; --i) text.append(path[i - 1].position ? ']' : '}');
  text.append('}');
  return Document::parse(std::move(text), Format::Json);
}

// Throws unless the text is one JSON value, so that it cannot end what is put around it.
void require_json(const SecretText& json) {
  try {
    const Document document = wrapped(json, {}, 0);
    const Tree& tree = document.tree();
    if (tree.node(0).subtree_end == tree.node(1).subtree_end) return;
  } catch (const Error&) {
    // Its text may hold the secret, so it is not repeated.
  }
  throw Error(Code::Usage, "the value is no JSON")
      .hint(R"(texts need quotes of their own: '"a text"')");
}

// In dotenv and INI every value is a text.
SecretText in_format(SecretText json, Format format) {
  if (!is_flat(format)) return json;
  const Document value = wrapped(json, {}, 0);
  const Node& node = value.tree().node(1);
  if (node.kind != NodeKind::Scalar || node.type == ScalarType::Null) {
    throw Error(Code::Failed, "this format holds texts alone").hint("give a text or a number");
  }
  const std::string_view text = value.tree().value(node);
  if (node.type == ScalarType::Str) return json;
  const SecretText canonical_text = canonical(node.type, text);
  return json_string_token(spell_flat(node.type, canonical_text.expose()).value_or(""));
}

// Finds places in a document whose encrypted comments may be elements of lists.
class Navigator {
 public:
  explicit Navigator(const Tree& tree) : tree_(tree) {}

  [[nodiscard]] std::vector<NodeId> elements(NodeId container) const {
    std::vector<NodeId> found;
    for (const NodeId id : tree_.children(container)) {
      if (!tree_.is_block(id) && !is_list_comment(id)) found.push_back(id);
    }
    return found;
  }

  // kNoNode where nothing is there. Throws where the step is of the wrong kind.
  [[nodiscard]] NodeId child(NodeId container, const PathStep& step) const {
    const bool list = tree_.node(container).kind == NodeKind::List;
    if (list != step.position.has_value()) {
      throw Error(Code::Failed,
                  list ? "a key was given where a list is" : "a position was given where a map is");
    }
    const std::vector<NodeId> all = elements(container);
    if (step.position) return *step.position < all.size() ? all[*step.position] : kNoNode;
    for (const NodeId id : all) {
      if (tree_.key(tree_.node(id)) == step.key) return id;
    }
    return kNoNode;
  }

  [[nodiscard]] bool has_children(NodeId id) const { return tree_.node(id).subtree_end > id + 1; }

 private:
  [[nodiscard]] bool is_list_comment(NodeId id) const {
    const Node& node = tree_.node(id);
    const std::string_view text = tree_.value(node);
    return node.kind == NodeKind::Scalar && tree_.node(node.parent).kind == NodeKind::List &&
           sops::looks_encrypted(text) && text.ends_with(",type:comment]");
  }

  const Tree& tree_;
};

bool has_anchor(const Tree& tree, const Node& node) {
  return tree.slice(node.properties).find('&') != std::string_view::npos;
}

// An alias shows the content of its anchor: a change would be one at several places.
void refuse_shared(const Tree& tree, NodeId id) {
  const auto refuse = [](std::string_view why) {
    throw Error(Code::Refused, std::string(why)).hint("change it with `holdfast edit`");
  };
  if (tree.key(tree.node(id)) == "<<") refuse("a merge key says what else is in its map");
  if (tree.node(id).aliased) refuse("it stands at an anchor, and is only named here");
  const bool any_alias = std::ranges::any_of(tree.nodes(), &Node::aliased);
  if (!any_alias) return;
  for (NodeId up = id; up != kNoNode; up = tree.node(up).parent) {
    if (has_anchor(tree, tree.node(up))) refuse("an alias elsewhere stands for it too");
  }
  for (NodeId below = id; below < tree.node(id).subtree_end; ++below) {
    if (has_anchor(tree, tree.node(below))) refuse("an alias elsewhere stands for a part of it");
  }
}

std::vector<Splice> lastmodified_splices(const Document& document, Time now) {
  const Tree& tree = document.tree();
  std::vector<Splice> splices;
  for (const NodeId block : document.metadata().all_nodes) {
    const Metadata metadata = read_block(tree, block);
    const Node& node = tree.node(metadata.lastmodified_node);
    const ScalarPlace place =
        place_of(tree, node, line_break_of(document.text(), document.format()));
    splices.push_back({node.span, text_token(document.format(), format_utc(now), place)});
  }
  return splices;
}

// What is edited, and the new text with the value in the clear.
class Editing {
 public:
  Editing(const Opened& file, Time now)
      : file_(file),
        tree_(file.document.tree()),
        navigator_(tree_),
        placement_(file.document),
        now_(now) {}

  [[nodiscard]] NodeId root() const { return tree_.root(0); }
  [[nodiscard]] const Navigator& navigator() const { return navigator_; }

  [[nodiscard]] TreeEdit put(const ValuePath& path,
                             std::size_t depth,
                             NodeId container,
                             NodeId old,
                             const Document& value) const {
    const JsonValue json{value.tree(), 1};
    TreeEdit edit;
    edit.added = value.tree().node(1).subtree_end - 1;
    if (old != kNoNode) {
      refuse_shared(tree_, old);
      edit.at = old;
      edit.removed = tree_.node(old).subtree_end - old;
      edit.keeps_style = tree_.node(old).kind == NodeKind::Scalar && edit.added == 1;
      edit.splices = placement_.replace(old, json);
    } else {
      refuse_shared(tree_, container);
      edit.splices = placement_.append(container, path[depth].key, json);
    }
    return edit;
  }

  [[nodiscard]] TreeEdit take_out(NodeId element) const {
    refuse_shared(tree_, element);
    const NodeId parent = tree_.node(element).parent;
    const bool last_one = tree_.children(parent).size() == 1;
    TreeEdit edit;
    if (last_one && parent != root() && !is_flat(file_.document.format())) return empty(parent);
    edit.at = element;
    edit.removed = tree_.node(element).subtree_end - element;
    edit.splices = placement_.remove(element);
    return edit;
  }

  // Seals the edited text and proves that nothing else changed. `path` leads to the new node, or is
  // empty where there is none.
  SecretText finish(TreeEdit edit, const ValuePath& path, const Document* value) const {
    std::vector<Splice> splices = lastmodified_splices(file_.document, now_);
    std::ranges::move(edit.splices, std::back_inserter(splices));
    const std::vector<Shift> shifts = shifts_of(splices);
    const Document mixed =
        Document::parse(patch(file_.document.text(), std::move(splices)), file_.document.format());
    if (edit.at == kNoNode) edit.at = find(mixed, path);
    require_only_edit(mixed, edit);
    if (value != nullptr) require_value(mixed.tree(), edit, value->tree());
    const KeptValues kept = kept_values(mixed, edit, shifts);
    const SealMemory memory{&file_, {edit.at, edit.at + edit.removed}, &kept};
    return SecretText(seal_document(mixed, file_.key, memory).document.text());
  }

  [[nodiscard]] bool same(NodeId old, const Document& value) const {
    const Tree& json = value.tree();
    const NodeId count = json.node(1).subtree_end - 1;
    if (tree_.node(old).subtree_end - old != count) return false;
    std::vector<const OpenValue*> opened(count, nullptr);
    for (const OpenValue& each : file_.open.values) {
      if (each.node >= old && each.node - old < count) opened[each.node - old] = &each;
    }
    for (NodeId i = 0; i < count; ++i) {
      if (!same_node(old + i, old, opened[i], json, 1 + i)) return false;
    }
    return true;
  }

 private:
  // What a splice does to the places after it.
  struct Shift {
    Span where;
    std::size_t size;
  };

  static std::vector<Shift> shifts_of(const std::vector<Splice>& splices) {
    std::vector<Shift> shifts;
    shifts.reserve(splices.size());
    for (const Splice& splice : splices) shifts.push_back({splice.where, splice.with.size()});
    return shifts;
  }

  [[nodiscard]] TreeEdit empty(NodeId container) const {
    refuse_shared(tree_, container);
    const bool list = tree_.node(container).kind == NodeKind::List;
    const Document nothing = wrapped(SecretText(list ? "[]" : "{}"), {}, 0);
    TreeEdit edit;
    edit.at = container;
    edit.removed = tree_.node(container).subtree_end - container;
    edit.added = 1;
    edit.splices = placement_.replace(container, {nothing.tree(), 1});
    return edit;
  }

  // Follows the path; a position beyond a list's end means its last element.
  static NodeId find(const Document& mixed, const ValuePath& path) {
    const Navigator navigator(mixed.tree());
    NodeId at = mixed.tree().root(0);
    for (const PathStep& step : path) {
      NodeId next = navigator.child(at, step);
      if (next == kNoNode && step.position && !navigator.elements(at).empty()) {
        next = navigator.elements(at).back();
      }
      if (next == kNoNode) throw not_as_meant();
      at = next;
    }
    return at;
  }

  static Error not_as_meant() {
    return Error(Code::Refused, "it is laid out so that it cannot be changed alone")
        .hint("nothing was written; change it with `holdfast edit`");
  }

  void require_only_edit(const Document& mixed, const TreeEdit& edit) const {
    const Tree& tree = mixed.tree();
    const std::size_t count = tree_.nodes().size() - edit.removed + edit.added;
    if (tree.nodes().size() != count) throw not_as_meant();
    const std::set<NodeId> lastmodified = lastmodified_nodes();
    for (NodeId old = 0; old < tree_.nodes().size(); ++old) {
      if (old == edit.at) old += edit.removed;
      if (old >= tree_.nodes().size()) break;
      const NodeId now = old < edit.at ? old : old - edit.removed + edit.added;
      const Node& before = tree_.node(old);
      const Node& after = tree.node(now);
      const bool same = before.kind == after.kind && before.document == after.document &&
                        tree_.key(before) == tree.key(after) &&
                        (tree_.value(before) == tree.value(after) || lastmodified.contains(old));
      if (!same) throw not_as_meant();
    }
  }

  [[nodiscard]] std::set<NodeId> lastmodified_nodes() const {
    std::set<NodeId> nodes;
    for (const NodeId block : file_.document.metadata().all_nodes) {
      nodes.insert(read_block(tree_, block).lastmodified_node);
    }
    return nodes;
  }

  static bool same_scalar(ScalarType one,
                          std::string_view a,
                          ScalarType other,
                          std::string_view b) {
    return one == other && canonical(one, a).expose() == canonical(other, b).expose();
  }

  static void require_value(const Tree& tree, const TreeEdit& edit, const Tree& json) {
    for (NodeId i = 0; i < edit.added; ++i) {
      const Node& put = tree.node(edit.at + i);
      const Node& meant = json.node(1 + i);
      bool same = put.kind == meant.kind && (i == 0 || tree.key(put) == json.key(meant));
      if (same && put.kind == NodeKind::Scalar) {
        same = same_scalar(put.type, tree.value(put), meant.type, json.value(meant));
      }
      if (!same) throw not_as_meant();
    }
  }

  [[nodiscard]] bool same_node(
      NodeId id, NodeId top, const OpenValue* opened, const Tree& json, NodeId meant_id) const {
    const Node& node = tree_.node(id);
    const Node& meant = json.node(meant_id);
    if (node.kind != meant.kind) return false;
    if (id != top && tree_.key(node) != json.key(meant)) return false;
    if (node.kind != NodeKind::Scalar) return true;
    if (opened == nullptr) return meant.type == ScalarType::Null;
    if (meant.type == ScalarType::Null || opened->type != value_type(meant.type)) return false;
    return opened->canonical.expose() == canonical(meant.type, json.value(meant)).expose();
  }

  [[nodiscard]] KeptValues kept_values(const Document& mixed,
                                       const TreeEdit& edit,
                                       const std::vector<Shift>& shifts) const {
    KeptValues kept;
    kept.style_counts = edit.keeps_style;
    kept.nodes.resize(mixed.tree().nodes().size());
    kept.comments.resize(mixed.tree().comments().size());
    for (const OpenValue& value : file_.open.values) {
      if (value.node == kNoNode) {
        keep_comment(mixed, value, shifts, kept);
      } else if (value.node < edit.at) {
        kept.nodes[value.node] = &value;
      } else if (value.node >= edit.at + edit.removed) {
        kept.nodes[value.node - edit.removed + edit.added] = &value;
      }
    }
    return kept;
  }

  // Where the comment stands now; one inside of what was replaced is gone with it.
  void keep_comment(const Document& mixed,
                    const OpenValue& value,
                    const std::vector<Shift>& shifts,
                    KeptValues& kept) const {
    const Span span = tree_.comments()[value.comment].span;
    std::size_t begin = span.begin;
    for (const Shift& shift : shifts) {
      if (shift.where.begin > span.begin) continue;
      if (shift.where.end > span.begin) return;
      begin = begin + shift.size - shift.where.size();
    }
    const auto& all = mixed.tree().comments();
    const auto found = std::ranges::find(
        all, begin, [](const Comment& comment) { return std::size_t{comment.span.begin}; });
    if (found == all.end()) throw not_as_meant();
    kept.comments[static_cast<std::size_t>(found - all.begin())] = &value;
  }

  const Opened& file_;
  const Tree& tree_;
  Navigator navigator_;
  ValuePlacement placement_;
  Time now_;
};

void require_settable(const Document& document, const ValuePath& path) {
  if (document.format() == Format::Binary) {
    throw Error(Code::Usage, "a binary file has no values of its own");
  }
  if (path.empty()) throw Error(Code::Usage, "the path is empty").hint("name a key: '[\"data\"]'");
  const bool flat_names = document.format() == Format::Dotenv;  // where sops is a key like others
  if (!path.front().position && path.front().key == "sops" && !flat_names) {
    throw Error(Code::Usage, "the sops block is not a value of the document");
  }
}

ValuePath head(const ValuePath& path, std::size_t size) {
  return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(size)};
}

// The deepest container on the path, and what of it the path names next.
struct Meeting {
  NodeId container;
  NodeId old;         // kNoNode: nothing is there
  std::size_t depth;  // of the step into the container
};

Meeting follow(const Editing& editing, const Document& document, const ValuePath& path) {
  const Navigator& navigator = editing.navigator();
  Meeting met{editing.root(), kNoNode, 0};
  while (true) {
    met.old = navigator.child(met.container, path[met.depth]);
    const bool deeper = met.old != kNoNode && met.depth + 1 < path.size() &&
                        document.tree().node(met.old).kind != NodeKind::Scalar &&
                        navigator.has_children(met.old);
    if (!deeper) return met;
    met.container = met.old;
    ++met.depth;
  }
}

}  // namespace

SetResult set_value(const Opened& file, const ValuePath& path, const SecretText& json, Time now) {
  require_settable(file.document, path);
  require_json(json);
  try {
    const Editing editing(file, now);
    const Meeting met = follow(editing, file.document, path);
    const Document value =
        wrapped(in_format(json.clone(), file.document.format()), path, met.depth + 1);
    const bool whole_path = met.depth + 1 == path.size();
    if (whole_path && met.old != kNoNode && editing.same(met.old, value)) {
      return {editing.finish({.splices = {}, .at = 0}, {}, nullptr), false};
    }
    TreeEdit edit = editing.put(path, met.depth, met.container, met.old, value);
    return {editing.finish(std::move(edit), head(path, met.depth + 1), &value), true};
  } catch (Error& error) {
    throw at_path(error, path);
  }
}

std::optional<SecretText> unset_value(const Opened& file, const ValuePath& path, Time now) {
  require_settable(file.document, path);
  try {
    const Editing editing(file, now);
    const Meeting met = follow(editing, file.document, path);
    if (met.old == kNoNode || met.depth + 1 < path.size()) return std::nullopt;
    return editing.finish(editing.take_out(met.old), {}, nullptr);
  } catch (Error& error) {
    throw at_path(error, path);
  }
}

}  // namespace holdfast::vault
