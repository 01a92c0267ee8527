#include "vault/rules/destination_rule.h"

#include "src/base/error.h"
#include "vault/rules/config_fields.h"
#include "vault/rules/read_groups.h"
#include "vault/rules/read_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace holdfast::vault {

namespace {

struct Known {
  std::string_view field;  // whose presence says which kind it is
  DestinationKind kind;
  std::string_view place;
  std::string_view prefix;
};

constexpr std::array kKnown{
    Known{"s3_bucket", DestinationKind::S3, "s3_bucket", "s3_prefix"},
    Known{"gcs_bucket", DestinationKind::Gcs, "gcs_bucket", "gcs_prefix"},
    Known{"vault_path", DestinationKind::Vault, "vault_address", "vault_path"},
    Known{"path", DestinationKind::Folder, "path", ""}};

void read_destination(const ConfigNode& node, DestinationRule& rule) {
  const Known* found = nullptr;
  for (const Known& known : kKnown) {
    if (!text_field(node, known.field)) continue;
    if (found != nullptr) {
      throw config_fault(
          node, fmt::format("{} and {}: more than one destination", found->field, known.field));
    }
    found = &known;
  }
  if (found == nullptr) throw config_fault(node, "a destination rule without a destination");
  rule.kind = found->kind;
  rule.place = text_field(node, found->place).value_or("");
  if (!found->prefix.empty()) rule.prefix = text_field(node, found->prefix).value_or("");
}

void compile_path(const ConfigNode& node, DestinationRule& rule) {
  const std::optional<std::string> expression = text_field(node, "path_regex");
  if (!expression) return;
  try {
    rule.pattern = std::make_shared<const Pattern>(*expression);
  } catch (const Error& error) {
    rule.pattern_fault = error.what();
  }
}

DestinationRule read_destination_rule(const ConfigNode& node, std::size_t number) {
  if (node.kind != ConfigNode::Kind::Map) {
    throw config_fault(node, "a destination rule must be a map");
  }
  DestinationRule rule;
  rule.number = number;
  rule.line = node.line;
  compile_path(node, rule);
  read_destination(node, rule);
  rule.vault_mount = text_field(node, "vault_kv_mount_name").value_or(rule.vault_mount);
  const int version = int_field(node, "vault_kv_version");
  if (version != 0) rule.vault_version = version;
  rule.omit_extensions = bool_field(node, "omit_extensions");
  const ConfigNode* recreation = node.find("recreation_rule");
  if (recreation != nullptr && !recreation->is_null()) {
    rule.recreation_rule = read_rule(*recreation, number);
  }
  return rule;
}

}  // namespace

std::string DestinationRule::name_of(std::string_view file, bool without_extension) const {
  std::string_view name = file.substr(file.rfind('/') + 1);
  if (without_extension || omit_extensions) name = name.substr(0, name.rfind('.'));
  const bool joined = prefix.empty() || prefix.ends_with('/');
  return fmt::format("{}{}{}", prefix, joined ? "" : "/", name);
}

std::vector<DestinationRule> read_destination_rules(std::string_view config) {
  const ConfigNode root = read_config(config);
  if (root.is_null()) return {};
  if (root.kind != ConfigNode::Kind::Map) throw config_fault(root, "the top level must be a map");
  const ConfigNode* list = root.find("destination_rules");
  if (list == nullptr || list->is_null()) return {};
  if (list->kind != ConfigNode::Kind::List) {
    throw config_fault(*list, "destination_rules must be a list");
  }
  std::vector<DestinationRule> rules;
  for (std::size_t at = 0; at < list->items.size(); ++at) {
    rules.push_back(read_destination_rule(list->items[at], at + 1));
  }
  return rules;
}

const DestinationRule* match(const std::vector<DestinationRule>& rules, std::string_view path) {
  for (const DestinationRule& rule : rules) {
    if (!rule.pattern_fault.empty()) {
      throw Error(Code::Failed,
                  fmt::format("line {}: path_regex of destination rule {}: {}",
                              rule.line,
                              rule.number,
                              rule.pattern_fault))
          .hint("write path_regex in RE2 syntax, which has no look-around");
    }
    if (rule.pattern == nullptr || rule.pattern->found_in(path)) return &rule;
  }
  return nullptr;
}

}  // namespace holdfast::vault
