#include "vault/rules/read_rules.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace holdfast::vault {

namespace {

constexpr std::array kSelectionKinds{SelectionKind::UnencryptedSuffix,
                                     SelectionKind::EncryptedSuffix,
                                     SelectionKind::UnencryptedRegex,
                                     SelectionKind::EncryptedRegex,
                                     SelectionKind::UnencryptedCommentRegex,
                                     SelectionKind::EncryptedCommentRegex};

// A field that holds one text; "" and null stand for absence, as in sops.
std::optional<std::string> text_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return std::nullopt;
  if (field->kind != ConfigNode::Kind::Scalar)
    throw config_fault(*field, fmt::format("{} must be a text", name));
  if (field->text.empty()) return std::nullopt;
  return field->text;
}

// sops takes the words of YAML 1.1 too, quoted or not, but no quoted "true".
std::optional<bool> as_bool(const ConfigNode& field) {
  constexpr std::array<std::string_view, 8> kYes{"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"};
  constexpr std::array<std::string_view, 8> kNo{"n", "N", "no", "No", "NO", "off", "Off", "OFF"};
  if (field.kind == ConfigNode::Kind::Scalar && field.type == ScalarType::Bool)
    return field.text.front() == 't' || field.text.front() == 'T';
  if (!field.is_text()) return std::nullopt;
  if (std::ranges::find(kYes, field.text) != kYes.end()) return true;
  if (std::ranges::find(kNo, field.text) != kNo.end()) return false;
  return std::nullopt;
}

bool bool_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return false;
  const std::optional<bool> value = as_bool(*field);
  if (!value) throw config_fault(*field, fmt::format("{} must be true or false", name));
  return *value;
}

// A fraction is cut off, as sops does.
std::optional<int> as_int(const ConfigNode& field) {
  const bool number = field.type == ScalarType::Int || field.type == ScalarType::Float;
  if (field.kind != ConfigNode::Kind::Scalar || !number) return std::nullopt;
  const SecretText canonical_text = canonical(field.type, field.text);
  const std::string_view digits =
      canonical_text.expose().substr(0, canonical_text.expose().find('.'));
  int value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

int int_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return 0;
  const std::optional<int> value = as_int(*field);
  if (!value) throw config_fault(*field, fmt::format("{} must be a small integer", name));
  return *value;
}

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

}  // namespace

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
