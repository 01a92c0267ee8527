#include "vault/stores/flat_list_edit.h"

#include "src/base/error.h"
#include "vault/stores/flat_block.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

class FlatListEditor {
 public:
  FlatListEditor(const Tree& tree, Format format, const KeyGroup& group, const AgeListEdit& edit)
      : tree_(tree),
        text_(tree.text()),
        format_(format),
        group_(group),
        edit_(edit),
        list_(flat_name(tree, group.age_list) + std::string(kFlatList)),
        line_break_(line_break_of(tree.text(), format)) {}

  std::vector<Splice> run() {
    std::size_t position = 0;
    for (std::size_t entry = 0; entry <= group_.age.size(); ++entry) {
      if (entry == edit_.at && !edit_.added.empty()) {
        insert(position);
        position += edit_.added.size();
      }
      if (entry == group_.age.size()) break;
      if (edit_.removed[entry]) {
        remove(entry);
      } else {
        number(entry, position);
        ++position;
      }
    }
    return std::move(splices_);
  }

 private:
  void put(Span where, std::string_view with) { splices_.push_back({where, SecretText(with)}); }

  // The scalars of an entry, in the order of the text.
  [[nodiscard]] std::vector<NodeId> fields_of(std::size_t entry) const {
    std::vector<NodeId> fields;
    const NodeId map = group_.age[entry].node;
    for (NodeId id = map + 1; id < tree_.node(map).subtree_end; ++id) {
      if (tree_.node(id).kind == NodeKind::Scalar) fields.push_back(id);
    }
    std::ranges::sort(fields, {}, [this](NodeId id) { return tree_.node(id).span.begin; });
    return fields;
  }

  [[nodiscard]] Span line_of(NodeId field) const {
    const Node& node = tree_.node(field);
    return {line_start(text_, node.key.begin), next_line(text_, node.span.end)};
  }

  // Where an entry's number stands in the name of one of its fields.
  [[nodiscard]] Span number_in(NodeId field, std::size_t entry) const {
    const Span key = tree_.node(field).key;
    const std::size_t at = tree_.slice(key).find(list_) + list_.size();
    const auto begin = key.begin + static_cast<std::uint32_t>(at);
    return {begin, begin + static_cast<std::uint32_t>(std::to_string(entry).size())};
  }

  void number(std::size_t entry, std::size_t position) {
    if (entry == position) return;
    for (const NodeId field : fields_of(entry)) {
      put(number_in(field, entry), std::to_string(position));
    }
  }

  void remove(std::size_t entry) {
    for (const NodeId field : fields_of(entry)) put(line_of(field), "");
  }

  void insert(std::size_t position) {
    const std::size_t neighbour = edit_.at == 0 ? 0 : edit_.at - 1;
    std::string lines;
    for (const NewAgeEntry& entry : edit_.added) {
      lines += lines_like(neighbour, entry, position);
      ++position;
    }
    const std::vector<NodeId> fields = fields_of(neighbour);
    const std::uint32_t where =
        edit_.at == 0 ? line_of(fields.front()).begin : line_of(fields.back()).end;
    if (where == text_.size() && !text_.ends_with('\n')) {
      lines.insert(0, line_break_);
      lines.resize(lines.size() - line_break_.size());
    }
    put({where, where}, lines);
  }

  [[nodiscard]] std::string lines_like(std::size_t neighbour,
                                       const NewAgeEntry& entry,
                                       std::size_t position) const {
    const AgeEntry& model = group_.age[neighbour];
    if (model.recipient_node == kNoNode || model.enc_node == kNoNode) {
      throw Error(Code::Refused, "an age entry lacks its recipient or its enc")
          .at_key(tree_.key_path(model.node));
    }
    const ScalarPlace place = place_of(tree_, tree_.node(model.recipient_node), line_break_);
    const SecretText recipient = text_token(format_, entry.recipient, place);
    const std::string enc =
        armor_token(format_, entry.enc, place_of(tree_, tree_.node(model.enc_node), line_break_));
    std::string one = line_like(model.enc_node, neighbour, enc, position);
    std::string two = line_like(model.recipient_node, neighbour, recipient.expose(), position);
    const bool enc_first =
        tree_.node(model.enc_node).span.begin < tree_.node(model.recipient_node).span.begin;
    if (!enc_first) std::swap(one, two);
    return one + two;
  }

  [[nodiscard]] std::string line_like(NodeId field,
                                      std::size_t neighbour,
                                      std::string_view value,
                                      std::size_t position) const {
    const Span number = number_in(field, neighbour);
    const std::string_view lead = tree_.slice({line_of(field).begin, number.begin});
    const std::string_view rest = tree_.slice({number.end, tree_.node(field).span.begin});
    return fmt::format("{}{}{}{}{}", lead, position, rest, value, line_break_);
  }

  const Tree& tree_;
  std::string_view text_;
  Format format_;
  const KeyGroup& group_;
  const AgeListEdit& edit_;
  std::string list_;  // what stands in a name before an entry's number
  std::string_view line_break_;
  std::vector<Splice> splices_;
};

}  // namespace

std::vector<Splice> edit_flat_age_list(const Tree& tree,
                                       Format format,
                                       const KeyGroup& group,
                                       const AgeListEdit& edit) {
  return FlatListEditor(tree, format, group, edit).run();
}

}  // namespace holdfast::vault
