#include "vault/stores/age_list_edit.h"

#include "src/base/error.h"
#include "vault/stores/age_entry_layout.h"
#include "vault/stores/flat_list_edit.h"
#include "vault/stores/scalar_place.h"

#include <algorithm>
#include <optional>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t";

class ListEditor {
 public:
  ListEditor(const Tree& tree, Format format, const KeyGroup& group, const AgeListEdit& edit)
      : tree_(tree),
        text_(tree.text()),
        format_(format),
        group_(group),
        edit_(edit),
        list_(tree.node(group.age_list)),
        line_break_(line_break_of(tree.text())) {}

  std::vector<Splice> run() {
    if (list_.style == Style::Block) {
      edit_block();
    } else {
      edit_flow();
    }
    return std::move(splices_);
  }

 private:
  // The lines of an entry of a block list: from the start of the line with its dash.
  struct Lines {
    Span span;
    std::string lead;  // up to the first field: blanks, dash, blanks
  };

  [[nodiscard]] std::size_t count() const { return group_.age.size(); }
  [[nodiscard]] std::size_t neighbour() const { return edit_.at == 0 ? 0 : edit_.at - 1; }
  [[nodiscard]] bool all_removed() const {
    return std::ranges::find(edit_.removed, false) == edit_.removed.end();
  }

  [[nodiscard]] std::uint32_t begin_of(std::size_t entry) const {
    const NodeId id = group_.age[entry].node;
    const Node& node = tree_.node(id);
    if (node.properties.size() > 0) return node.properties.begin;
    return node.style == Style::Block ? tree_.node(id + 1).key.begin : node.span.begin;
  }
  [[nodiscard]] std::uint32_t end_of(std::size_t entry) const {
    return tree_.node(group_.age[entry].node).span.end;
  }

  void put(Span where, std::string_view with) { splices_.push_back({where, SecretText(with)}); }

  [[nodiscard]] Lines lines_of(std::size_t entry) const {
    const std::uint32_t first_field = begin_of(entry);
    const std::uint32_t start = line_start(text_, first_field);
    const std::string_view lead = tree_.slice({start, first_field});
    const std::size_t dash = lead.find_first_not_of(kBlanks);
    if (dash == std::string_view::npos || lead[dash] != '-' || lead.size() < dash + 2 ||
        lead.find_first_not_of(kBlanks, dash + 1) != std::string_view::npos) {
      throw Error(Code::Refused, "an age entry does not start on a line of its own")
          .at_key(tree_.key_path(group_.age[entry].node))
          .hint("let `sops updatekeys` write the file once, in its usual layout");
    }
    const std::uint32_t end = end_of(entry);
    const bool whole = end > 0 && text_[end - 1] == '\n';
    return {{start, whole ? end : next_line(text_, end)}, std::string(lead)};
  }

  void edit_block() {
    if (!edit_.added.empty()) insert_lines();
    if (all_removed() && edit_.added.empty()) {
      leave_empty_block();
      return;
    }
    for (std::size_t entry = 0; entry < count(); ++entry) {
      if (edit_.removed[entry]) put(lines_of(entry).span, "");
    }
  }

  void insert_lines() {
    const Lines beside = lines_of(neighbour());
    const AgeEntryLayout layout(tree_,
                                format_,
                                group_.age[neighbour()],
                                static_cast<std::uint32_t>(beside.lead.size()),
                                line_break_);
    std::string lines;
    for (const NewAgeEntry& entry : edit_.added) {
      lines += beside.lead + layout.print(entry.recipient, entry.enc);
      if (!lines.ends_with('\n')) lines += line_break_;  // a flow map as the list's element
    }
    const std::uint32_t where = edit_.at == 0 ? beside.span.begin : beside.span.end;
    const bool at_unended_line = where == text_.size() && !text_.ends_with('\n');
    if (at_unended_line) {
      lines.insert(0, line_break_);
      lines.resize(lines.size() - line_break_.size());
    }
    put({where, where}, lines);
  }

  // "age:" and lines of entries become "age: []": an age list may be empty beside foreign entries.
  void leave_empty_block() {
    const std::uint32_t colon = static_cast<std::uint32_t>(text_.find(':', list_.key.end));
    put({colon + 1, lines_of(count() - 1).span.end}, " []" + std::string(line_break_));
  }

  void edit_flow() {
    const std::string added = edit_.added.empty() ? "" : added_flow();
    if (all_removed()) {
      put({begin_of(0), end_of(count() - 1)}, added);
      return;
    }
    const auto first_kept =
        static_cast<std::size_t>(std::ranges::find(edit_.removed, false) - edit_.removed.begin());
    if (first_kept > 0) put({begin_of(0), begin_of(first_kept)}, "");
    for (std::size_t entry = first_kept + 1; entry < count(); ++entry) {
      if (edit_.removed[entry]) put({end_of(entry - 1), end_of(entry)}, "");
    }
    if (!edit_.added.empty()) insert_flow(added, first_kept);
  }

  void insert_flow(const std::string& added, std::size_t first_kept) {
    if (edit_.at <= first_kept) {
      put({begin_of(first_kept), begin_of(first_kept)}, added + separator());
      return;
    }
    std::size_t before = edit_.at - 1;
    while (edit_.removed[before]) --before;
    put({end_of(before), end_of(before)}, separator() + added);
  }

  [[nodiscard]] std::string added_flow() const {
    const AgeEntryLayout layout(tree_, format_, group_.age[neighbour()], 0, line_break_);
    std::string text;
    for (const NewAgeEntry& entry : edit_.added) {
      if (!text.empty()) text += separator();
      text += layout.print(entry.recipient, entry.enc);
    }
    return text;
  }

  // The comma between two entries with the blanks around it; that of the list where it has two.
  [[nodiscard]] std::string separator() const {
    const std::string between =
        count() > 1 ? std::string(tree_.slice({end_of(0), begin_of(1)}))
                    : "," + std::string(tree_.slice({list_.span.begin + 1, begin_of(0)}));
    const bool plain = between.find_first_not_of(" \t\r\n,") == std::string::npos &&
                       std::ranges::count(between, ',') == 1;
    if (!plain) return ", ";
    return between == "," && format_ == Format::Yaml ? ", " : between;
  }

  const Tree& tree_;
  std::string_view text_;
  Format format_;
  const KeyGroup& group_;
  const AgeListEdit& edit_;
  const Node& list_;
  std::string_view line_break_;
  std::vector<Splice> splices_;
};

}  // namespace

std::vector<Splice> edit_age_list(const Tree& tree,
                                  Format format,
                                  const KeyGroup& group,
                                  const AgeListEdit& edit) {
  const bool changes =
      !edit.added.empty() || std::ranges::find(edit.removed, true) != edit.removed.end();
  if (!changes) return {};
  if (group.age.empty()) {
    throw Error(Code::Refused, "a key group without age entries cannot be given one");
  }
  if (is_flat(format)) return edit_flat_age_list(tree, format, group, edit);
  return ListEditor(tree, format, group, edit).run();
}

}  // namespace holdfast::vault
