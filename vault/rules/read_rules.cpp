#include "vault/rules/read_rules.h"

#include "src/base/error.h"
#include "vault/rules/config_fields.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::array kSelectionKinds{SelectionKind::UnencryptedSuffix,
                                     SelectionKind::EncryptedSuffix,
                                     SelectionKind::UnencryptedRegex,
                                     SelectionKind::EncryptedRegex,
                                     SelectionKind::UnencryptedCommentRegex,
                                     SelectionKind::EncryptedCommentRegex};

std::optional<Selection> read_selection(const ConfigNode& rule) {
  std::optional<Selection> result;
  for (const SelectionKind kind : kSelectionKinds) {
    std::optional<std::string> pattern = text_field(rule, selection_field(kind));
    if (!pattern) continue;
    if (result) {
      throw config_fault(rule,
                         fmt::format("{} and {} in one rule: sops takes at most one",
                                     selection_field(result->kind),
                                     selection_field(kind)));
    }
    result = Selection{.kind = kind, .pattern = *std::move(pattern), .mac_only_encrypted = false};
  }
  return result;
}

void compile_path(CreationRule& rule) {
  if (!rule.path_regex) return;
  try {
    rule.pattern = std::make_shared<const Pattern>(*rule.path_regex);
  } catch (const Error& error) {
    rule.pattern_fault = error.what();
  }
}

}  // namespace

CreationRule read_rule(const ConfigNode& node, std::size_t number) {
  if (node.kind != ConfigNode::Kind::Map) throw config_fault(node, "a creation rule must be a map");
  CreationRule rule;
  rule.number = number;
  rule.line = node.line;
  rule.path_regex = text_field(node, "path_regex");
  compile_path(rule);
  rule.groups = read_groups(node);
  rule.shamir_threshold = int_field(node, "shamir_threshold");
  rule.mac_only_encrypted = bool_field(node, "mac_only_encrypted");
  rule.selection = read_selection(node);
  if (rule.selection) rule.selection->mac_only_encrypted = rule.mac_only_encrypted;
  return rule;
}

std::vector<CreationRule> read_rules(const ConfigNode& config) {
  if (config.is_null()) return {};
  if (config.kind != ConfigNode::Kind::Map)
    throw config_fault(config, "the top level must be a map");
  const ConfigNode* list = config.find("creation_rules");
  if (list == nullptr || list->is_null()) return {};
  if (list->kind != ConfigNode::Kind::List)
    throw config_fault(*list, "creation_rules must be a list");
  std::vector<CreationRule> rules;
  for (std::size_t at = 0; at < list->items.size(); ++at) {
    if (list->items[at].is_null()) continue;  // sops passes over them
    rules.push_back(read_rule(list->items[at], at + 1));
  }
  return rules;
}

}  // namespace holdfast::vault
