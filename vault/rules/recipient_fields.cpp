#include "vault/rules/recipient_fields.h"

#include "vault/rules/read_groups.h"

#include <algorithm>
#include <optional>

namespace holdfast::vault {

namespace {

class Finder {
 public:
  Finder(const Tree& tree, const Anchors& anchors) : tree_(tree), anchors_(anchors) {}

  [[nodiscard]] std::vector<RulePlaces> rules() const {
    std::vector<RulePlaces> result;
    if (tree_.documents() == 0 || tree_.root(0) == kNoNode) return result;
    const std::vector<NodeId> list = elements(member(tree_.root(0), "creation_rules"));
    for (std::size_t at = 0; at < list.size(); ++at) {
      if (!is_null(list[at])) result.push_back({at + 1, groups(list[at])});
    }
    return result;
  }

 private:
  using Places = std::vector<RecipientPlace>;

  [[nodiscard]] bool is_null(NodeId id) const {
    return tree_.node(id).kind == NodeKind::Scalar && tree_.node(id).type == ScalarType::Null;
  }

  // The value of a map's key as it stands: the map's own, else what "<<" merges into it.
  // NOLINTNEXTLINE(misc-no-recursion): merges nest no deeper than the text
  [[nodiscard]] std::optional<NodeId> member(NodeId map, std::string_view key) const {
    map = anchors_.definition(map);
    if (tree_.node(map).kind != NodeKind::Map) return std::nullopt;
    if (const std::optional<NodeId> own = tree_.member(map, key)) return own;
    const std::optional<NodeId> merge = tree_.member(map, "<<");
    if (!merge) return std::nullopt;
    if (tree_.node(*merge).kind == NodeKind::Map) return member(*merge, key);
    for (const NodeId each : elements(merge)) {
      if (const std::optional<NodeId> found = member(each, key)) return found;
    }
    return std::nullopt;
  }

  // The elements of a list as they stand; none of what is no list.
  [[nodiscard]] std::vector<NodeId> elements(std::optional<NodeId> list) const {
    if (!list) return {};
    const NodeId holder = anchors_.definition(*list);
    return tree_.node(holder).kind == NodeKind::List ? tree_.children(holder)
                                                     : std::vector<NodeId>{};
  }

  [[nodiscard]] std::vector<Places> groups(NodeId rule) const {
    std::vector<Places> result;
    for (const NodeId entry : elements(member(rule, "key_groups"))) {
      if (is_null(entry)) continue;
      add_group(result.emplace_back(), entry);
    }
    if (result.empty()) add_field(result.emplace_back(), member(rule, "age"));
    return result;
  }

  // NOLINTNEXTLINE(misc-no-recursion): merges nest no deeper than the text
  void add_group(Places& places, NodeId entry) const {
    for (const NodeId merged : elements(member(entry, "merge"))) add_group(places, merged);
    add_field(places, member(entry, "age"));
  }

  void add_field(Places& places, std::optional<NodeId> field) const {
    if (!field || is_null(*field)) return;
    const NodeId holder = anchors_.definition(*field);
    RecipientPlace place{.recipient = {}, .field = *field, .holder = holder, .text = holder};
    if (tree_.node(holder).kind == NodeKind::Scalar) return add_parts(places, place);
    for (const NodeId element : elements(holder)) {
      place.element = element;
      place.text = anchors_.definition(element);
      if (!is_null(element)) add_parts(places, place);
      ++place.position;
    }
  }

  void add_parts(Places& places, RecipientPlace place) const {
    const std::vector<std::string_view> parts = comma_parts(tree_.value(tree_.node(place.text)));
    place.parts = parts.size();
    for (place.part = 0; place.part < parts.size(); ++place.part) {
      place.recipient = parts[place.part];
      places.push_back(place);
    }
  }

  const Tree& tree_;
  const Anchors& anchors_;
};

}  // namespace

std::vector<RulePlaces> find_recipients(const Tree& tree, const Anchors& anchors) {
  return Finder(tree, anchors).rules();
}

}  // namespace holdfast::vault
