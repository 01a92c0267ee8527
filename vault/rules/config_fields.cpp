#include "vault/rules/config_fields.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/rules/read_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace holdfast::vault {

namespace {

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

}  // namespace

std::optional<std::string> text_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return std::nullopt;
  if (field->kind != ConfigNode::Kind::Scalar)
    throw config_fault(*field, fmt::format("{} must be a text", name));
  if (field->text.empty()) return std::nullopt;
  return field->text;
}

bool bool_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return false;
  const std::optional<bool> value = as_bool(*field);
  if (!value) throw config_fault(*field, fmt::format("{} must be true or false", name));
  return *value;
}

int int_field(const ConfigNode& rule, std::string_view name) {
  const ConfigNode* field = rule.find(name);
  if (field == nullptr || field->is_null()) return 0;
  const std::optional<int> value = as_int(*field);
  if (!value) throw config_fault(*field, fmt::format("{} must be a small integer", name));
  return *value;
}

}  // namespace holdfast::vault
