#include "vault/stores/yaml_tags.h"

#include "crypto/encoding/base64.h"
#include "src/base/error.h"
#include "vault/document/scalar.h"

namespace holdfast::vault {

namespace {

constexpr std::string_view kCore = "tag:yaml.org,2002:";

std::optional<ScalarType> type_of_tag(std::string_view name) {
  if (name == "int") return ScalarType::Int;
  if (name == "float") return ScalarType::Float;
  if (name == "bool") return ScalarType::Bool;
  if (name == "null") return ScalarType::Null;
  if (name == "timestamp") return ScalarType::Time;
  return std::nullopt;
}

SecretText decode_binary(std::string_view value) {
  SecretText unbroken;
  unbroken.reserve(value.size());
  for (const char c : value) {
    if (c != '\n' && c != '\r') unbroken.append(c);
  }
  std::optional<SecretText> decoded = decode_base64_secret(unbroken.expose());
  if (!decoded) throw Error(Code::Failed, "!!binary value is not base64");
  return std::move(*decoded);
}

ScalarType checked_type(std::string_view value, ScalarType wanted) {
  const ScalarType found = resolve_plain(value);
  const bool widened = wanted == ScalarType::Float && found == ScalarType::Int;
  if (found != wanted && !widened) {
    throw Error(Code::Failed, "value is not of the type that its tag says");
  }
  return wanted;
}

}  // namespace

TaggedScalar resolve_scalar(std::string_view value, Style style, std::string_view tag) {
  if (tag.empty() || tag == "!") {
    return {style == Style::Plain ? resolve_plain(value) : ScalarType::Str, std::nullopt};
  }
  if (!tag.starts_with(kCore)) return {};
  const std::string_view name = tag.substr(kCore.size());
  if (name == "binary") return {ScalarType::Str, decode_binary(value)};
  const std::optional<ScalarType> type = type_of_tag(name);
  return {type ? checked_type(value, *type) : ScalarType::Str, std::nullopt};
}

}  // namespace holdfast::vault
