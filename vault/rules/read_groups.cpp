#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace holdfast::vault {

namespace {

using Kind = ConfigNode::Kind;

// A list of keys of one kind: what the rule calls it, and the name of the kind in a file's
// metadata.
struct KeyField {
  std::string_view option;
  std::string_view kind;
};

// Which keys a group has, each once, in sops's order.
class GroupBuilder {
 public:
  void add_age(std::string_view recipient) { add(group_.age, std::string(recipient)); }
  void add_foreign(std::string_view kind, std::string_view names) {
    add(group_.foreign, fmt::format("{} {}", kind, names));
  }
  [[nodiscard]] RuleGroup take() { return std::move(group_); }

 private:
  void add(std::vector<std::string>& list, std::string key) {
    if (seen_.insert(key).second) list.push_back(std::move(key));
  }

  RuleGroup group_;
  std::unordered_set<std::string> seen_;
};

void add_parts(GroupBuilder& group, const KeyField& field, std::string_view text) {
  for (const std::string_view part : comma_parts(text)) {
    if (field.kind == "age") {
      group.add_age(part);
    } else {
      group.add_foreign(field.kind, part);
    }
  }
}

// A single-key option: a text of parts between commas, or a list of such texts.
void add_option(GroupBuilder& group, const KeyField& field, const ConfigNode& rule) {
  const ConfigNode* value = rule.find(field.option);
  if (value == nullptr || value->is_null()) return;
  if (value->is_text()) return add_parts(group, field, value->text);
  if (value->kind != Kind::List)
    throw config_fault(*value, fmt::format("{} must be a text or a list of texts", field.option));
  for (const ConfigNode& item : value->items) {
    if (!item.is_text())
      throw config_fault(item, fmt::format("{} must hold texts only", field.option));
    add_parts(group, field, item.text);
  }
}

const ConfigNode* list_field(const ConfigNode& map, std::string_view name) {
  const ConfigNode* value = map.find(name);
  if (value == nullptr || value->is_null()) return nullptr;
  if (value->kind != Kind::List) throw config_fault(*value, fmt::format("{} must be a list", name));
  return value;
}

// A list of texts, where any scalar is taken as a text and null is passed over.
void add_texts(GroupBuilder& group, const KeyField& field, const ConfigNode& map) {
  const ConfigNode* list = list_field(map, field.option);
  if (list == nullptr) return;
  for (const ConfigNode& item : list->items) {
    if (item.kind != Kind::Scalar)
      throw config_fault(item, fmt::format("{} must hold texts only", field.option));
    if (!item.is_null()) add_parts(group, field, item.text);
  }
}

std::string scalar_in(const ConfigNode& map, std::string_view name) {
  const ConfigNode* value = map.find(name);
  if (value == nullptr || value->is_null()) return {};
  if (value->kind != Kind::Scalar)
    throw config_fault(*value, fmt::format("{} must be a text", name));
  return value->text;
}

std::string kms_names(const ConfigNode& key) {
  const std::string role = scalar_in(key, "role");
  return scalar_in(key, "arn") + (role.empty() ? "" : "+" + role);
}
std::string gcp_names(const ConfigNode& key) { return scalar_in(key, "resource_id"); }
std::string huawei_names(const ConfigNode& key) { return scalar_in(key, "key_id"); }
std::string azure_names(const ConfigNode& key) {
  return fmt::format("{}/keys/{}/{}",
                     scalar_in(key, "vaultUrl"),
                     scalar_in(key, "key"),
                     scalar_in(key, "version"));
}

// A list of maps, one a key.
void add_maps(GroupBuilder& group,
              const KeyField& field,
              const ConfigNode& map,
              std::string (*names)(const ConfigNode&)) {
  const ConfigNode* list = list_field(map, field.option);
  if (list == nullptr) return;
  for (const ConfigNode& item : list->items) {
    if (item.is_null()) continue;
    if (item.kind != Kind::Map)
      throw config_fault(item, fmt::format("{} must hold maps only", field.option));
    group.add_foreign(field.kind, names(item));
  }
}

// NOLINTNEXTLINE(misc-no-recursion): merges nest no deeper than the text
void add_group(GroupBuilder& group, const ConfigNode& entry) {
  if (entry.kind != Kind::Map) throw config_fault(entry, "a key group must be a map");
  if (const ConfigNode* merged = list_field(entry, "merge")) {
    for (const ConfigNode& each : merged->items) {
      if (!each.is_null()) add_group(group, each);
    }
  }
  add_texts(group, {"age", "age"}, entry);
  add_texts(group, {"pgp", "pgp"}, entry);
  add_maps(group, {"kms", "kms"}, entry, kms_names);
  add_maps(group, {"gcp_kms", "gcp_kms"}, entry, gcp_names);
  add_maps(group, {"hckms", "hckms"}, entry, huawei_names);
  add_maps(group, {"azure_keyvault", "azure_kv"}, entry, azure_names);
  add_texts(group, {"hc_vault", "hc_vault"}, entry);
}

RuleGroup read_options(const ConfigNode& rule) {
  GroupBuilder group;
  add_option(group, {"age", "age"}, rule);
  add_option(group, {"pgp", "pgp"}, rule);
  add_option(group, {"kms", "kms"}, rule);
  add_option(group, {"gcp_kms", "gcp_kms"}, rule);
  add_texts(group, {"hckms", "hckms"}, rule);
  add_option(group, {"azure_keyvault", "azure_kv"}, rule);
  add_option(group, {"hc_vault_transit_uri", "hc_vault"}, rule);
  return group.take();
}

}  // namespace

std::vector<RuleGroup> read_groups(const ConfigNode& rule) {
  std::vector<RuleGroup> groups;
  if (const ConfigNode* list = list_field(rule, "key_groups")) {
    for (const ConfigNode& entry : list->items) {
      if (entry.is_null()) continue;  // sops passes over them
      GroupBuilder group;
      add_group(group, entry);
      groups.push_back(group.take());
      if (groups.back().age.empty() && groups.back().foreign.empty())
        throw config_fault(entry, "an empty key group");
    }
  }
  if (groups.empty()) groups.push_back(read_options(rule));
  return groups;
}

std::vector<std::string_view> comma_parts(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    part.remove_prefix(std::min(part.size(), part.find_first_not_of(kBlanks)));
    part = part.substr(0, part.find_last_not_of(kBlanks) + 1);
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

Error config_fault(const ConfigNode& where, std::string_view why) {
  return {Code::Failed, fmt::format("line {}: {}", where.line, why)};
}

}  // namespace holdfast::vault
