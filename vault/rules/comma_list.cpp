#include "vault/rules/comma_list.h"

#include "src/base/error.h"
#include "vault/rules/read_groups.h"

#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::string_view kBlanks = " \t";

bool has_line_break(std::string_view gap) { return gap.find('\n') != std::string_view::npos; }
bool has_comment(std::string_view gap) { return gap.find('#') != std::string_view::npos; }

// The last line break of a gap and the indentation after it; the gap itself if it has none.
std::string_view last_line(std::string_view gap) {
  std::size_t begin = gap.rfind('\n');
  if (begin == std::string_view::npos) return gap;
  if (begin > 0 && gap[begin - 1] == '\r') --begin;
  return gap.substr(begin);
}

// A gap up to its last line break, where another gap is to follow that begins with one.
std::string without_last_line(const std::string& gap) {
  return gap.substr(0, gap.size() - last_line(gap).size());
}

// What is left of the gaps before and after an item that is gone: comments on lines of their own
// stay.
std::string joined(const std::string& before, const std::string& after, bool was_last) {
  if (has_comment(before) && (has_comment(after) || was_last)) {
    return has_line_break(after) ? without_last_line(before) + after : before;
  }
  return has_comment(after) || was_last ? after : before;
}

}  // namespace

bool ListChange::empties(std::size_t count) const {
  return add_after.empty() && remove.size() >= count;
}

CommaList CommaList::of_text(std::string_view text) {
  CommaList list;
  std::size_t passed = 0;
  const auto pass_to = [&](std::size_t next) {
    const std::string_view between = text.substr(passed, next - passed);
    if (list.items_.empty()) {
      list.lead_ = between;
    } else {
      const std::size_t after_comma = between.rfind(',') + 1;  // 0 without one
      list.items_.back().comma = between.substr(0, after_comma);
      list.items_.back().gap = between.substr(after_comma);
    }
  };
  for (const std::string_view part : comma_parts(text)) {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    pass_to(begin);
    list.items_.push_back({std::string(part), {}, {}, {}});
    passed = begin + part.size();
  }
  pass_to(text.size());
  return list;
}

CommaList CommaList::of_flow(std::string_view text, const std::vector<Token>& tokens) {
  CommaList list;
  list.lead_ = text.substr(0, tokens.empty() ? text.size() : tokens.front().begin);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const bool last = at + 1 == tokens.size();
    const Token& token = tokens[at];
    const std::size_t next = last ? text.size() : tokens[at + 1].begin;
    Item item = flow_item(text.substr(token.end, next - token.end));
    if (item.comma.empty() && !last)
      throw Error(Code::Refused, "a comment stands between an item and its comma");
    item.text = text.substr(token.begin, token.end - token.begin);
    list.items_.push_back(std::move(item));
  }
  return list;
}

CommaList::Item CommaList::flow_item(std::string_view rest) {
  Item item;
  const std::size_t comma = rest.find(',');
  if (comma != std::string_view::npos && comma < rest.find('#')) {
    item.comma = rest.substr(0, comma + 1);
    rest.remove_prefix(comma + 1);
  }
  const std::size_t first = rest.find_first_not_of(kBlanks);
  if (first != std::string_view::npos && rest[first] == '#') {
    item.comment = rest.substr(0, rest.find_first_of("\r\n"));
    rest.remove_prefix(item.comment.size());
  }
  item.gap = rest;
  return item;
}

std::vector<std::string_view> CommaList::items() const {
  std::vector<std::string_view> result;
  for (const Item& item : items_) result.emplace_back(item.text);
  return result;
}

std::string CommaList::gap_for_new(std::size_t position, std::string_view otherwise) const {
  const Item& beside = items_[position];
  std::string_view result = has_line_break(lead_) ? last_line(lead_) : otherwise;
  if (position > 0) result = last_line(items_[position - 1].gap);
  if (position + 1 < items_.size()) result = last_line(beside.gap);
  const bool same_line = !has_line_break(result);
  return std::string(same_line && !beside.comment.empty() ? last_line(beside.gap) : result);
}

void CommaList::change(const ListChange& change, std::string_view gap) {
  if (items_.empty()) return;
  const std::string last_comma = items_.back().comma;
  std::vector<Item> result;
  for (std::size_t at = 0; at < items_.size(); ++at) {
    const auto added = change.add_after.find(at);
    const bool kept = !change.remove.contains(at);
    if (added != change.add_after.end()) {
      add_items(result, at, kept, added->second, gap);
    } else if (kept) {
      result.push_back(items_[at]);
    } else {
      close_gap(result, at);
    }
  }
  items_ = std::move(result);
  for (Item& item : items_) {
    if (item.comma.empty()) item.comma = ",";
  }
  if (!items_.empty()) items_.back().comma = last_comma;
}

void CommaList::add_items(std::vector<Item>& result,
                          std::size_t position,
                          bool kept,
                          const std::vector<std::string>& added,
                          std::string_view gap) const {
  const Item& beside = items_[position];
  const std::string new_gap = gap_for_new(position, gap);
  if (kept) result.push_back(beside);
  for (const std::string& text : added) {
    if (!result.empty() && (kept || &text != &added.front())) result.back().gap = new_gap;
    result.push_back({text, {}, {}, beside.gap});
  }
}

void CommaList::close_gap(std::vector<Item>& result, std::size_t position) {
  const std::string& after = items_[position].gap;
  const bool was_last = position + 1 == items_.size();
  const bool ends_comment = !result.empty() && !result.back().comment.empty();
  if (was_last && ends_comment && !has_line_break(after)) return;  // the bracket stays off its line
  std::string& before = result.empty() ? lead_ : result.back().gap;
  before = joined(before, after, was_last);
}

std::string CommaList::text() const {
  std::string result = lead_;
  for (const Item& item : items_) result += item.text + item.comma + item.comment + item.gap;
  return result;
}

}  // namespace holdfast::vault
