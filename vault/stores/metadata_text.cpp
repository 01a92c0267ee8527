#include "vault/stores/metadata_text.h"

#include "vault/stores/dotenv_index.h"
#include "vault/stores/flat_block.h"
#include "vault/stores/ini_value.h"
#include "vault/stores/json_scalar.h"
#include "vault/stores/scalar_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast::vault {

namespace {

// The block as a tree, whose members are in the order that sops writes: by bytes.
struct Item {
  enum class Kind { Text, Quoted, Armor, Word, Map, List };
  struct Member;
  Kind kind = Kind::Map;
  std::string text;
  std::vector<Member> members;
};

struct Item::Member {
  std::string name;  // empty in a list
  Item item;
};

Item text_item(std::string text) { return {Item::Kind::Text, std::move(text), {}}; }
Item word_item(std::string text) { return {Item::Kind::Word, std::move(text), {}}; }

void sort_by_name(Item& map) { std::ranges::sort(map.members, {}, &Item::Member::name); }

Item age_list(const std::vector<NewAgeEntry>& entries) {
  Item list{Item::Kind::List, {}, {}};
  for (const NewAgeEntry& entry : entries) {
    Item map;
    map.members.push_back({"enc", {Item::Kind::Armor, entry.enc, {}}});
    map.members.push_back({"recipient", text_item(entry.recipient)});
    list.members.push_back({"", std::move(map)});
  }
  return list;
}

// Armors have lines of their own; created_at would be a time without quotes.
Item field_item(std::string_view name, std::string text) {
  if (text.ends_with('\n')) return {Item::Kind::Armor, std::move(text), {}};
  if (name == "created_at") return {Item::Kind::Quoted, std::move(text), {}};
  return text_item(std::move(text));
}

Item map_of(const NewForeignEntry::Fields& fields) {
  Item map;
  for (const auto& [name, text] : fields) map.members.push_back({name, field_item(name, text)});
  return map;
}

Item foreign_item(const NewForeignEntry& entry) {
  Item map = map_of(entry.fields);
  if (!entry.context.empty()) map.members.push_back({"context", map_of(entry.context)});
  for (Item::Member& member : map.members) sort_by_name(member.item);
  sort_by_name(map);
  return map;
}

// The lists of one group; empty ones are left out.
void add_lists(const NewKeyGroup& group, Item& map) {
  if (!group.age.empty()) map.members.push_back({"age", age_list(group.age)});
  for (const NewForeignEntry& entry : group.foreign) {
    auto list = std::ranges::find(map.members, entry.kind, &Item::Member::name);
    if (list == map.members.end()) {
      map.members.push_back({entry.kind, {Item::Kind::List, {}, {}}});
      list = map.members.end() - 1;
    }
    list->item.members.push_back({"", foreign_item(entry)});
  }
}

// As sops has it: two of the lists are written even when they are empty.
Item group_item(const NewKeyGroup& group) {
  Item map;
  add_lists(group, map);
  for (const std::string_view always : {"age", "hc_vault"}) {
    if (std::ranges::find(map.members, always, &Item::Member::name) != map.members.end()) continue;
    map.members.push_back({std::string(always), {Item::Kind::List, {}, {}}});
  }
  sort_by_name(map);
  return map;
}

Item group_list(const std::vector<NewKeyGroup>& groups) {
  Item list{Item::Kind::List, {}, {}};
  for (const NewKeyGroup& group : groups) list.members.push_back({"", group_item(group)});
  return list;
}

Item metadata_tree(const NewMetadata& metadata) {
  Item map;
  const auto add = [&](std::string_view name, Item item) {
    map.members.push_back({std::string(name), std::move(item)});
  };
  const bool one_group = metadata.groups.size() == 1;
  if (one_group) add_lists(metadata.groups.front(), map);
  if (!one_group) add("key_groups", group_list(metadata.groups));
  add("lastmodified", {Item::Kind::Quoted, metadata.lastmodified, {}});
  add("mac", text_item(metadata.mac));
  if (metadata.selection && metadata.selection->mac_only_encrypted) {
    add("mac_only_encrypted", word_item("true"));
  }
  if (metadata.shamir_threshold != 0) {
    add("shamir_threshold", word_item(std::to_string(metadata.shamir_threshold)));
  }
  if (metadata.selection) {
    add(selection_field(metadata.selection->kind), text_item(metadata.selection->pattern));
  }
  add("version", text_item(metadata.version));
  sort_by_name(map);
  return map;
}

class YamlPrinter {
 public:
  explicit YamlPrinter(const BlockLayout& layout) : layout_(layout) {}

  std::string print(const Item& root) {
    pad(layout_.column);
    out_ += "sops:";
    value(root, layout_.column, layout_.column + layout_.step);
    return std::move(out_);
  }

 private:
  void pad(std::size_t columns) { out_.append(columns, ' '); }
  void end_line() { out_ += layout_.line_break; }

  // What follows a key at `key_column`; collections go to `column` on lines of their own.
  void value(const Item& item, std::uint32_t key_column, std::uint32_t column) {
    if (item.kind == Item::Kind::Map) {
      end_line();
      map(item, column, column);
    } else if (item.kind == Item::Kind::List && !item.members.empty()) {
      end_line();
      list(item, column);
    } else {
      out_ += ' ';
      scalar(item, key_column);
    }
  }

  // The first key stands at `written` already, if that is where the map's keys stand.
  void map(const Item& item, std::uint32_t column, std::uint32_t first_pad) {
    std::uint32_t padding = first_pad;
    for (const auto& [name, member] : item.members) {
      pad(padding);
      padding = column;
      out_ += name + ":";
      value(member, column, below(column));
    }
  }

  void list(const Item& item, std::uint32_t dash) {
    for (const Item::Member& element : item.members) {
      pad(dash);
      out_ += "- ";
      list_dash_ = dash;
      map(element.item, dash + 2, 0);
    }
  }

  // Where the collection under a key begins: one step further in than the map's own start, which
  // for a list's element is its dash.
  [[nodiscard]] std::uint32_t below(std::uint32_t key_column) const {
    const std::uint32_t from_dash = list_dash_ + layout_.step;
    if (list_dash_ + 2 == key_column && from_dash > key_column) return from_dash;
    return key_column + layout_.step;
  }

  void scalar(const Item& item, std::uint32_t key_column) {
    ScalarPlace place;
    place.line_break = layout_.line_break;
    place.single_line = true;
    switch (item.kind) {
      case Item::Kind::Armor:
        place.wanted = Style::Literal;
        place.header = "|";
        place.indent = key_column + 2;
        out_ += armor_token(Format::Yaml, item.text, place);
        return;
      case Item::Kind::Quoted:
        place.wanted = Style::DoubleQuoted;
        [[fallthrough]];
      case Item::Kind::Text:
        out_ += yaml_string_token(item.text, place).expose();
        break;
      case Item::Kind::Word:
        out_ += item.text;
        break;
      case Item::Kind::Map:
      case Item::Kind::List:
        out_ += "[]";
        break;
    }
    end_line();
  }

  const BlockLayout& layout_;
  std::string out_;
  std::uint32_t list_dash_ = UINT32_MAX - 2;  // of the innermost list
};

class JsonPrinter {
 public:
  explicit JsonPrinter(const JsonLayout& layout) : layout_(layout) {}

  std::string print(const Item& root) {
    key("sops");
    value(root, 1);
    return std::move(out_);
  }

 private:
  void key(std::string_view name) {
    out_ += json_string_token(name).expose();
    out_ += layout_.single_line ? layout_.colon : ": ";
  }

  void new_line(std::size_t depth) {
    if (layout_.single_line) return;
    out_ += layout_.line_break;
    for (std::size_t i = 0; i < depth; ++i) out_ += layout_.indent;
  }

  void value(const Item& item, std::size_t depth) {
    if (item.kind == Item::Kind::Word) {
      out_ += item.text;
    } else if (item.kind == Item::Kind::Map || item.kind == Item::Kind::List) {
      collection(item, depth);
    } else {
      out_ += json_string_token(item.text).expose();
    }
  }

  void collection(const Item& item, std::size_t depth) {
    const bool is_map = item.kind == Item::Kind::Map;
    out_ += is_map ? '{' : '[';
    bool first = true;
    for (const auto& [name, member] : item.members) {
      if (!first) out_ += layout_.single_line ? layout_.comma : ",";
      first = false;
      new_line(depth + 1);
      if (is_map) key(name);
      value(member, depth + 1);
    }
    if (!item.members.empty()) new_line(depth);
    out_ += is_map ? '}' : ']';
  }

  const JsonLayout& layout_;
  std::string out_;
};

struct FlatLine {
  std::string name;
  std::string value;
};

// sops does not flatten empty lists at all.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the block
void flatten(const Item& item, const std::string& name, std::vector<FlatLine>& lines) {
  if (item.kind == Item::Kind::Map) {
    for (const auto& [key, member] : item.members) {
      flatten(member, name.empty() ? key : name + std::string(kFlatMap) + key, lines);
    }
  } else if (item.kind == Item::Kind::List) {
    for (std::size_t at = 0; at < item.members.size(); ++at) {
      flatten(item.members[at].item, name + std::string(kFlatList) + std::to_string(at), lines);
    }
  } else {
    lines.push_back({name, std::string(escape_line_feeds(item.text).expose())});
  }
}

std::vector<FlatLine> flat_lines(const NewMetadata& metadata) {
  std::vector<FlatLine> lines;
  flatten(metadata_tree(metadata), "", lines);
  return lines;
}

}  // namespace

std::string yaml_metadata(const NewMetadata& metadata, const BlockLayout& layout) {
  return YamlPrinter(layout).print(metadata_tree(metadata));
}

std::string json_metadata(const NewMetadata& metadata, const JsonLayout& layout) {
  return JsonPrinter(layout).print(metadata_tree(metadata));
}

std::string dotenv_metadata(const NewMetadata& metadata) {
  std::string text;
  for (const auto& [name, value] : flat_lines(metadata)) {
    text += fmt::format("{}{}={}\n", kDotenvPrefix, name, value);
  }
  return text;
}

std::string ini_metadata(const NewMetadata& metadata, std::string_view line_break) {
  const std::vector<FlatLine> lines = flat_lines(metadata);
  std::size_t width = 0;
  for (const FlatLine& line : lines) width = std::max(width, line.name.size());
  std::string text = fmt::format("[sops]{}", line_break);
  for (const auto& [name, value] : lines) {
    const SecretText token = ini_value_token(value, Style::Plain);
    text += fmt::format("{:<{}} = {}{}", name, width, token.expose(), line_break);
  }
  return text;
}

}  // namespace holdfast::vault
