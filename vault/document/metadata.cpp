#include "vault/document/metadata.h"

#include "src/base/error.h"
#include "vault/document/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace holdfast::vault {

namespace {

struct ForeignKind {
  std::string_view kind;
  std::array<std::string_view, 3> named_by;  // joined by '/'; empty ones left out
};

constexpr std::array kForeignKinds{
    ForeignKind{"kms", {"arn"}},
    ForeignKind{"gcp_kms", {"resource_id"}},
    ForeignKind{"hckms", {"key_id"}},
    ForeignKind{"azure_kv", {"vault_url", "name", "version"}},
    ForeignKind{"hc_vault", {"vault_address", "engine_path", "key_name"}},
    ForeignKind{"pgp", {"fp"}}};

constexpr std::array kSelectionKinds{SelectionKind::UnencryptedSuffix,
                                     SelectionKind::EncryptedSuffix,
                                     SelectionKind::UnencryptedRegex,
                                     SelectionKind::EncryptedRegex,
                                     SelectionKind::UnencryptedCommentRegex,
                                     SelectionKind::EncryptedCommentRegex};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

Error fault(const Tree& tree, NodeId node, std::string text) {
  Error error(Code::Failed, std::move(text));
  error.at_key(tree.key_path(node));
  return error;
}

// The fields of one map, whose names may be in any case. Null counts as absent, as sops has it.
class Fields {
 public:
  Fields(const Tree& tree, NodeId map) : tree_(tree), map_(map), children_(tree.children(map)) {}

  [[nodiscard]] NodeId find(std::string_view name) const {
    for (const NodeId child : children_) {
      if (equal_ignoring_case(tree_.key(tree_.node(child)), name)) return child;
    }
    return kNoNode;
  }

  [[nodiscard]] NodeId present(std::string_view name) const {
    const NodeId id = find(name);
    return id == kNoNode || is_null(id) ? kNoNode : id;
  }

  [[nodiscard]] std::string text(std::string_view name) const {
    const NodeId id = present(name);
    if (id == kNoNode) return {};
    if (tree_.node(id).kind != NodeKind::Scalar) throw fault(tree_, id, "not a text");
    return std::string(tree_.value(tree_.node(id)));
  }

  // An instant that sops must be able to read; it refuses the whole file otherwise.
  [[nodiscard]] std::string instant(std::string_view name) const {
    const NodeId id = present(name);
    if (id == kNoNode) throw fault(tree_, map_, fmt::format("{} is missing", name));
    const Node& node = tree_.node(id);
    const bool is_text = node.kind == NodeKind::Scalar && node.type == ScalarType::Str;
    if (!is_text || !whole_seconds(tree_.value(node))) {
      Error error = fault(tree_, id, "not an RFC 3339 time in quotes");
      error.hint("write it like \"2026-01-31T12:00:00Z\", with the quotes");
      throw error;
    }
    return std::string(tree_.value(node));
  }

  [[nodiscard]] int integer(std::string_view name) const {
    const std::string digits = text(name);
    if (digits.empty()) return 0;
    int value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, reason] = std::from_chars(digits.data(), end, value);
    if (reason != std::errc() || stop != end || value < 0) {
      throw fault(tree_, find(name), "not a whole number");
    }
    return value;
  }

  [[nodiscard]] bool boolean(std::string_view name) const {
    const std::string word = text(name);
    if (word.empty() || word == "0" || word == "f" || equal_ignoring_case(word, "false")) {
      return false;
    }
    if (word == "1" || word == "t" || equal_ignoring_case(word, "true")) return true;
    throw fault(tree_, find(name), "neither true nor false");
  }

  // The maps of a list.
  [[nodiscard]] std::vector<NodeId> entries(std::string_view name) const {
    const NodeId id = present(name);
    if (id == kNoNode) return {};
    if (tree_.node(id).kind != NodeKind::List) throw fault(tree_, id, "not a list");
    std::vector<NodeId> maps = tree_.children(id);
    for (const NodeId map : maps) {
      if (tree_.node(map).kind != NodeKind::Map) throw fault(tree_, map, "not a mapping");
    }
    return maps;
  }

 private:
  [[nodiscard]] bool is_null(NodeId id) const {
    const Node& node = tree_.node(id);
    return node.kind == NodeKind::Scalar && node.type == ScalarType::Null;
  }

  const Tree& tree_;
  NodeId map_;
  std::vector<NodeId> children_;
};

AgeEntry read_age_entry(const Tree& tree, NodeId map) {
  const Fields fields(tree, map);
  return {.recipient = fields.text("recipient"),
          .enc = fields.text("enc"),
          .node = map,
          .recipient_node = fields.present("recipient"),
          .enc_node = fields.present("enc")};
}

bool is_hex_or_dash(char c) {
  return c == '-' || (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}

// REGION:UUID; sops refuses the whole file otherwise.
bool is_hckms_key_id(std::string_view text) {
  constexpr std::size_t kUuid = 36;
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const std::string_view uuid = text.substr(colon + 1);
  return uuid.size() == kUuid && std::ranges::all_of(uuid, is_hex_or_dash);
}

ForeignEntry read_foreign_entry(const Tree& tree, NodeId map, const ForeignKind& kind) {
  const Fields fields(tree, map);
  static_cast<void>(fields.instant("created_at"));
  std::string names;
  for (const std::string_view field : kind.named_by) {
    if (field.empty()) continue;
    if (!names.empty()) names += '/';
    names += fields.text(field);
  }
  if (kind.kind == "hckms" && !is_hckms_key_id(names)) {
    throw fault(tree, map, "key_id is not REGION:UUID");
  }
  return {.kind = std::string(kind.kind),
          .names = std::move(names),
          .enc = fields.text("enc"),
          .node = map};
}

KeyGroup read_group(const Tree& tree, NodeId map) {
  const Fields fields(tree, map);
  KeyGroup group;
  group.node = map;
  group.age_list = fields.find("age");
  for (const NodeId entry : fields.entries("age")) {
    group.age.push_back(read_age_entry(tree, entry));
  }
  for (const ForeignKind& kind : kForeignKinds) {
    for (const NodeId entry : fields.entries(kind.kind)) {
      group.foreign.push_back(read_foreign_entry(tree, entry, kind));
    }
  }
  return group;
}

bool is_empty(const KeyGroup& group) { return group.age.empty() && group.foreign.empty(); }

// The lists at the top count alone where they hold anything; key_groups is looked at otherwise.
std::vector<KeyGroup> read_groups(const Tree& tree, NodeId map) {
  std::vector<KeyGroup> groups{read_group(tree, map)};
  if (!is_empty(groups.front())) return groups;
  groups.clear();
  for (const NodeId entry : Fields(tree, map).entries("key_groups")) {
    groups.push_back(read_group(tree, entry));
  }
  if (std::ranges::all_of(groups, is_empty)) {
    throw fault(tree, map, "no keys: nobody can open this file");
  }
  return groups;
}

Selection read_selection(const Tree& tree, NodeId map) {
  const Fields fields(tree, map);
  Selection selection;
  bool found = false;
  for (const SelectionKind kind : kSelectionKinds) {
    std::string pattern = fields.text(selection_field(kind));
    if (pattern.empty()) continue;
    if (found) throw fault(tree, map, "more than one rule says what is encrypted");
    found = true;
    selection.kind = kind;
    selection.pattern = std::move(pattern);
  }
  selection.mac_only_encrypted = fields.boolean("mac_only_encrypted");
  return selection;
}

// One of the three numbers of a version; takes it off the front of `text`.
bool take_number(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const bool padded = end > 1 && text.front() == '0';
  text.remove_prefix(end);
  return end > 0 && !padded;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

// Semantic versions and all of the first major release.
bool is_version(std::string_view text) {
  if (text.starts_with("1.")) return true;
  take(text, 'v');
  const bool numbers = take_number(text) && take(text, '.') && take_number(text) &&
                       take(text, '.') && take_number(text);
  return numbers &&
         (text.empty() || ((text.front() == '-' || text.front() == '+') && text.size() > 1));
}

std::string read_version(const Tree& tree, NodeId map) {
  std::string version = Fields(tree, map).text("version");
  if (!is_version(version)) throw fault(tree, map, "version is missing or no version");
  return version;
}

// The `sops` map of one document; kNoNode without one. Duplicates get past JSON's reader.
NodeId find_block(const Tree& tree, NodeId root) {
  if (root == kNoNode) return kNoNode;
  NodeId found = kNoNode;
  for (const NodeId child : tree.children(root)) {
    if (!tree.is_block(child)) continue;
    if (found != kNoNode) throw fault(tree, child, "a second sops block");
    found = child;
  }
  return found;
}

}  // namespace

std::vector<std::string> Metadata::recipients() const {
  std::vector<std::string> all;
  std::set<std::string_view> seen;
  for (const KeyGroup& group : groups) {
    for (const AgeEntry& entry : group.age) {
      if (seen.insert(entry.recipient).second) all.push_back(entry.recipient);
    }
  }
  return all;
}

bool Metadata::lists(std::string_view recipient) const {
  return std::ranges::any_of(groups, [&](const KeyGroup& group) {
    return std::ranges::find(group.age, recipient, &AgeEntry::recipient) != group.age.end();
  });
}

Metadata read_block(const Tree& tree, NodeId node) {
  if (tree.node(node).kind != NodeKind::Map) throw fault(tree, node, "not a mapping");
  const Fields fields(tree, node);
  Metadata metadata;
  metadata.node = node;
  metadata.all_nodes = {node};
  metadata.groups = read_groups(tree, node);
  metadata.shamir_threshold = fields.integer("shamir_threshold");
  metadata.lastmodified = fields.instant("lastmodified");
  metadata.lastmodified_node = fields.present("lastmodified");
  metadata.mac_aad = whole_seconds(metadata.lastmodified).value_or("");
  metadata.mac = fields.text("mac");
  metadata.mac_node = fields.present("mac");
  metadata.version = read_version(tree, node);
  metadata.selection = read_selection(tree, node);
  return metadata;
}

std::optional<Metadata> read_metadata(const Tree& tree) {
  if (tree.documents() == 0) return std::nullopt;
  const NodeId first = find_block(tree, tree.root(0));
  if (first == kNoNode) return std::nullopt;
  Metadata metadata = read_block(tree, first);
  for (std::size_t document = 1; document < tree.documents(); ++document) {
    const NodeId block = find_block(tree, tree.root(document));
    if (block != kNoNode) metadata.all_nodes.push_back(block);
  }
  return metadata;
}

}  // namespace holdfast::vault
