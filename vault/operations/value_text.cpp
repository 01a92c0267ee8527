#include "vault/operations/value_text.h"

#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/document/scalar_float.h"

#include <fmt/format.h>

namespace holdfast::vault {

sops::ValueType value_type(ScalarType type) {
  switch (type) {
    case ScalarType::Str:
      return sops::ValueType::Str;
    case ScalarType::Int:
      return sops::ValueType::Int;
    case ScalarType::Float:
      return sops::ValueType::Float;
    case ScalarType::Bool:
      return sops::ValueType::Bool;
    case ScalarType::Time:
      return sops::ValueType::Time;
    case ScalarType::Null:
      break;
  }
  throw Error(Code::Failed, "internal fault: null has no text to encrypt");
}

ScalarType scalar_type(sops::ValueType type) noexcept {
  switch (type) {
    case sops::ValueType::Int:
      return ScalarType::Int;
    case sops::ValueType::Float:
      return ScalarType::Float;
    case sops::ValueType::Bool:
      return ScalarType::Bool;
    case sops::ValueType::Time:
      return ScalarType::Time;
    case sops::ValueType::Str:
    case sops::ValueType::Bytes:
    case sops::ValueType::Comment:
      break;
  }
  return ScalarType::Str;
}

SecretText canonical_of_plain(sops::ValueType type, SecretText plain) {
  const ScalarType scalar = scalar_type(type);
  if (scalar == ScalarType::Str) return plain;
  if (scalar == ScalarType::Float) {
    if (const auto value = read_float(plain.expose())) return SecretText(canonical_float(*value));
  } else if (const auto spelled = spell_yaml(scalar, plain.expose())) {
    return canonical(scalar, *spelled);
  }
  throw Error(Code::Integrity,
              fmt::format("the plaintext is no {}, as its type says", sops::type_word(type)));
}

}  // namespace holdfast::vault
