#include "vault/rules/rule_splices.h"

#include "src/base/error.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t";

bool is_block_scalar(Style style) { return style == Style::Literal || style == Style::Folded; }
bool is_quoted(Style style) { return style == Style::SingleQuoted || style == Style::DoubleQuoted; }

// The lines of a block list's element.
struct Lines {
  Span span;
  std::string_view lead;        // indentation and "- "
  std::string_view line_break;  // "" at the end of a text without one
};

class Writer {
 public:
  Writer(const Tree& tree, const Anchors& anchors, const NodeChanges& changes)
      : tree_(tree), anchors_(anchors), changes_(changes) {
    for (const auto& [id, change] : changes) {
      if (tree.node(id).kind != NodeKind::List) continue;
      const std::vector<NodeId> elements = tree.children(id);
      for (const std::size_t position : change.remove) removed_.insert(elements[position]);
    }
  }

  [[nodiscard]] std::vector<Splice> splices() {
    for (const auto& [id, change] : changes_) {
      if (tree_.node(id).kind == NodeKind::List) change_list(id, change);
    }
    for (const auto& [id, change] : changes_) {
      if (tree_.node(id).kind != NodeKind::Scalar || done_.contains(id)) continue;
      const bool alias = tree_.node(id).aliased;
      replace(tree_.node(id).span, alias ? changed_alias(id, change) : changed_text(id, change));
    }
    return std::move(splices_);
  }

 private:
  [[nodiscard]] Error refusal(std::uint32_t place, std::string_view why) const {
    return {Code::Refused, fmt::format("line {}: {}", tree_.line_of(place), why)};
  }

  void replace(Span where, std::string_view with) { splices_.push_back({where, SecretText(with)}); }

  void refuse_empty(NodeId id, const ListChange& change, std::size_t count) const {
    if (change.empties(count))
      throw refusal(tree_.node(id).span.begin, "the list would be left without a recipient");
  }

  [[nodiscard]] Span token(NodeId id) const {
    const Node& node = tree_.node(id);
    return {node.properties.size() != 0 ? node.properties.begin : node.span.begin, node.span.end};
  }

  // A new element is quoted as the one beside it.
  [[nodiscard]] ListChange spelled(const std::vector<NodeId>& elements,
                                   const ListChange& change) const {
    ListChange result = change;
    for (auto& [position, texts] : result.add_after) {
      const Node& beside = tree_.node(elements[position]);
      if (beside.aliased || !is_quoted(beside.style)) continue;
      const char quote = tree_.text()[beside.span.begin];
      for (std::string& text : texts) text = fmt::format("{0}{1}{0}", quote, text);
    }
    return result;
  }

  // An element that other lists name by an alias may go only together with those.
  void refuse_needed_anchors(NodeId list, const ListChange& change) const {
    const std::vector<NodeId> elements = tree_.children(list);
    for (const std::size_t position : change.remove) {
      for (const NodeId use : anchors_.uses(elements[position])) {
        if (removed_.contains(use)) continue;
        throw refusal(tree_.node(use).span.begin,
                      "the recipient that this alias stands for would be removed: write the "
                      "recipient out here, or define it elsewhere");
      }
    }
  }

  void change_list(NodeId list, const ListChange& change) {
    const std::vector<NodeId> elements = tree_.children(list);
    refuse_empty(list, change, elements.size());
    refuse_needed_anchors(list, change);
    if (tree_.node(list).style == Style::Flow) {
      change_flow(list, elements, spelled(elements, change));
    } else {
      change_block(elements, spelled(elements, change));
    }
  }

  void change_flow(NodeId list, const std::vector<NodeId>& elements, const ListChange& change) {
    const Span all = tree_.node(list).span;
    const Span inner{all.begin + 1, all.end - 1};
    std::vector<CommaList::Token> tokens;
    tokens.reserve(elements.size());
    for (const NodeId id : elements) {
      tokens.push_back({token(id).begin - inner.begin, token(id).end - inner.begin});
    }
    try {
      CommaList items = CommaList::of_flow(tree_.slice(inner), tokens);
      for (std::size_t at = 0; at < elements.size(); ++at) {
        if (const auto text = changed_element(elements[at])) items.replace(at, *text);
      }
      items.change(change, " ");
      replace(inner, items.text());
    } catch (const Error& error) {
      if (error.code() != Code::Refused) throw;
      throw refusal(all.begin, error.what());
    }
  }

  // The text of a flow list's element whose own parts change.
  [[nodiscard]] std::optional<std::string> changed_element(NodeId id) {
    const auto change = changes_.find(id);
    if (change == changes_.end() || tree_.node(id).aliased) return std::nullopt;
    done_.insert(id);
    const Node& node = tree_.node(id);
    const std::uint32_t begin = token(id).begin;
    return std::string(tree_.slice({begin, node.span.begin})) + changed_text(id, change->second);
  }

  void change_block(const std::vector<NodeId>& elements, const ListChange& change) {
    for (std::size_t at = 0; at < elements.size(); ++at) {
      const auto added = change.add_after.find(at);
      const bool removed = change.remove.contains(at);
      if (!removed && added == change.add_after.end()) continue;
      const Lines lines = lines_of(elements[at]);
      std::string text;
      if (added != change.add_after.end()) {
        for (const std::string& item : added->second) {
          text += fmt::format("{}{}{}", lines.lead, item, line_break());
        }
      }
      if (lines.line_break.empty() && !text.empty()) {
        text.resize(text.size() - line_break().size());
        if (!removed) text.insert(0, line_break());
      }
      replace(removed ? lines.span : Span{lines.span.end, lines.span.end}, text);
    }
  }

  [[nodiscard]] std::string_view line_break() const {
    const std::size_t first = tree_.text().find('\n');
    const bool two =
        first != std::string_view::npos && first > 0 && tree_.text()[first - 1] == '\r';
    return two ? "\r\n" : "\n";
  }

  [[nodiscard]] Lines lines_of(NodeId element) const {
    const std::string_view text = tree_.text();
    const Span whole = token(element);
    const std::size_t begin = text.rfind('\n', whole.begin) + 1;  // 0 on the first line
    const std::string_view lead = text.substr(begin, whole.begin - begin);
    const std::size_t dash = lead.find_first_not_of(' ');
    const bool alone = dash != std::string_view::npos && lead[dash] == '-' &&
                       lead.find_first_not_of(kBlanks, dash + 1) == std::string_view::npos;
    if (!alone) throw refusal(whole.begin, "the list item does not stand on a line of its own");
    const bool closed = whole.end > begin && text[whole.end - 1] == '\n';
    const std::size_t feed = closed ? whole.end - 1 : text.find('\n', whole.end);
    const bool open_end = feed == std::string_view::npos;
    const auto end = static_cast<std::uint32_t>(open_end ? text.size() : feed + 1);
    return {{static_cast<std::uint32_t>(begin), end}, lead, open_end ? "" : "\n"};
  }

  // An alias in the place of a text: a flow list holds it and others.
  [[nodiscard]] std::string changed_alias(NodeId id, const ListChange& change) const {
    refuse_empty(id, change, 1);
    std::vector<std::string> items;
    if (!change.remove.contains(0)) items.emplace_back(tree_.slice(tree_.node(id).span));
    const auto added = change.add_after.find(0);
    if (added != change.add_after.end())
      items.insert(items.end(), added->second.begin(), added->second.end());
    return items.size() == 1 ? items.front() : fmt::format("[{}]", fmt::join(items, ", "));
  }

  // The new token of a scalar, from its quote or block header on.
  [[nodiscard]] std::string changed_text(NodeId id, const ListChange& change) const {
    const Node& node = tree_.node(id);
    const std::string_view whole = tree_.slice(node.span);
    std::size_t begin = is_quoted(node.style) ? 1 : 0;
    if (is_block_scalar(node.style)) begin = std::min(whole.find('\n'), whole.size());
    const std::size_t end = whole.size() - (is_quoted(node.style) ? 1 : 0);
    const std::string_view content = whole.substr(begin, end - begin);
    CommaList items = CommaList::of_text(content);
    if (node.aliased || items.items() != comma_parts(tree_.value(node)))
      throw refusal(node.span.begin, "recipients in this form cannot be edited safely");
    refuse_empty(id, change, items.items().size());
    items.change(change, "");
    std::string text(whole.substr(0, begin));
    text += items.text();
    text += whole.substr(end);
    // A comma would end a plain text in a flow collection.
    const bool bare = node.style == Style::Plain && node.in_flow && items.items().size() > 1;
    return bare ? fmt::format("\"{}\"", text) : text;
  }

  const Tree& tree_;
  const Anchors& anchors_;
  const NodeChanges& changes_;
  std::set<NodeId> removed_;  // elements of lists
  std::set<NodeId> done_;     // written as a part of their list
  std::vector<Splice> splices_;
};

}  // namespace

std::vector<Splice> splice_recipients(const Tree& tree,
                                      const Anchors& anchors,
                                      const NodeChanges& changes) {
  return Writer(tree, anchors, changes).splices();
}

}  // namespace holdfast::vault
