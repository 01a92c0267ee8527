#include "vault/document/scalar.h"

#include "src/base/error.h"
#include "vault/document/scalar_float.h"
#include "vault/document/scalar_int.h"
#include "vault/document/scalar_time.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace holdfast::vault {

namespace {

template <std::size_t N>
bool is_among(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 3> kTrue{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalse{"false", "False", "FALSE"};
constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
// What a ciphertext of type bool may hold.
constexpr std::array<std::string_view, 6> kTrueText{"1", "t", "T", "true", "TRUE", "True"};
constexpr std::array<std::string_view, 6> kFalseText{"0", "f", "F", "false", "FALSE", "False"};

bool starts_like_number(char c) {
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

ScalarType resolve_number(std::string_view text) {
  if (text.front() != '.') {
    if (read_yaml_time(text)) return ScalarType::Time;
    const IntReading integer = read_yaml_int(text);
    if (integer.range == IntRange::Signed) return ScalarType::Int;
    if (integer.range == IntRange::Unsigned) {
      throw Error(Code::Failed, "integer beyond 2^63-1, which sops cannot represent");
    }
  }
  return read_yaml_float(text) ? ScalarType::Float : ScalarType::Str;
}

[[noreturn]] void fail_unreadable() {
  throw Error(Code::Failed, "scalar does not read as the type that it is said to have");
}

std::string canonical_int(std::string_view text) {
  const IntReading integer = read_yaml_int(text);
  if (integer.range != IntRange::Signed) fail_unreadable();
  return std::to_string(integer.value);
}

// An integer tagged !!float counts as sops reads integers ("017" is 15).
double float_value(std::string_view text) {
  const IntReading integer = read_yaml_int(text);
  if (integer.range == IntRange::Signed) return static_cast<double>(integer.value);
  const std::optional<double> value = read_yaml_float(text);
  if (!value) fail_unreadable();
  return *value;
}

std::string_view canonical_bool(std::string_view text) {
  if (is_among(text, kTrue)) return "True";
  if (!is_among(text, kFalse)) fail_unreadable();
  return "False";
}

std::optional<std::string> spell_bool(std::string_view text) {
  if (is_among(text, kTrueText)) return "true";
  if (is_among(text, kFalseText)) return "false";
  return std::nullopt;
}

std::optional<std::string> spell_int(std::string_view text) {
  const std::optional<std::int64_t> value = read_decimal(text);
  if (!value) return std::nullopt;
  return std::to_string(*value);
}

template <class SpellFloat>
std::optional<std::string> spell(ScalarType type,
                                 std::string_view text,
                                 const SpellFloat& spell_float) {
  switch (type) {
    case ScalarType::Null:
      return std::nullopt;
    case ScalarType::Str:
      return std::string(text);
    case ScalarType::Int:
      return spell_int(text);
    case ScalarType::Float: {
      const std::optional<double> value = read_float(text);
      return value ? spell_float(*value) : std::nullopt;
    }
    case ScalarType::Bool:
      return spell_bool(text);
    case ScalarType::Time:
      return read_rfc3339(text);
  }
  return std::nullopt;
}

}  // namespace

ScalarType resolve_plain(std::string_view text) {
  if (is_among(text, kNull)) return ScalarType::Null;
  if (is_among(text, kTrue) || is_among(text, kFalse)) return ScalarType::Bool;
  return starts_like_number(text.front()) ? resolve_number(text) : ScalarType::Str;
}

SecretText canonical(ScalarType type, std::string_view text) {
  switch (type) {
    case ScalarType::Null:
      return {};
    case ScalarType::Str:
      return SecretText(text);
    case ScalarType::Int:
      return SecretText(canonical_int(text));
    case ScalarType::Float:
      return SecretText(canonical_float(float_value(text)));
    case ScalarType::Bool:
      return SecretText(canonical_bool(text));
    case ScalarType::Time: {
      const std::optional<std::string> time = read_yaml_time(text);
      if (!time) fail_unreadable();
      return SecretText(*time);
    }
  }
  return {};
}

std::optional<std::string> spell_yaml(ScalarType type, std::string_view canonical_text) {
  return spell(type, canonical_text, [](double value) { return std::optional(yaml_float(value)); });
}

std::optional<std::string> spell_json(ScalarType type, std::string_view canonical_text) {
  return spell(type, canonical_text, [](double value) {
    return std::isfinite(value) ? std::optional(json_float(value)) : std::nullopt;
  });
}

std::optional<std::string> spell_flat(ScalarType type, std::string_view canonical_text) {
  return spell(type, canonical_text, [](double value) { return std::optional(flat_float(value)); });
}

}  // namespace holdfast::vault
