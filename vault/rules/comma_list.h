// A list whose items stand between commas, in a text or a YAML flow list, and may be changed
// without a byte of the others changing.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::vault {

// What happens to the items of a list, by position.
struct ListChange {
  std::map<std::size_t, std::vector<std::string>> add_after;
  std::set<std::size_t> remove;

  // True if a list of `count` items has none afterwards.
  [[nodiscard]] bool empties(std::size_t count) const;
};

class CommaList {
 public:
  // An item's token within the text of the list.
  struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // The comma-separated text that a scalar holds, quotes and block header left out: empty parts
  // and blanks belong to no item. Comments are not known.
  [[nodiscard]] static CommaList of_text(std::string_view text);
  // The text between the brackets of a flow list, whose items the caller knows. A comment on the
  // line of an item, after its comma, is the item's. Throws Refused when a comment stands before
  // the comma.
  [[nodiscard]] static CommaList of_flow(std::string_view text, const std::vector<Token>& tokens);

  [[nodiscard]] std::vector<std::string_view> items() const;
  // Puts another text in an item's place.
  void replace(std::size_t position, std::string text) { items_[position].text = std::move(text); }
  // New items get the line breaks, indentation and commas of their neighbours, or `gap` after the
  // comma where there is none to follow. A removed item takes its own comment with it; other
  // comments stay.
  void change(const ListChange& change, std::string_view gap);
  [[nodiscard]] std::string text() const;

 private:
  struct Item {
    std::string text;
    std::string comma;    // with what stands before it; "" after the last item without one
    std::string comment;  // with the blanks before it
    std::string gap;      // what stands between this and the next item or the end
  };

  [[nodiscard]] static Item flow_item(std::string_view rest);
  [[nodiscard]] std::string gap_for_new(std::size_t position, std::string_view otherwise) const;
  void add_items(std::vector<Item>& result,
                 std::size_t position,
                 bool kept,
                 const std::vector<std::string>& added,
                 std::string_view gap) const;
  void close_gap(std::vector<Item>& result, std::size_t position);

  std::string lead_;  // what stands before the first item
  std::vector<Item> items_;
};

}  // namespace holdfast::vault
