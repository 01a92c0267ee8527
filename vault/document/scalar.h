// Scalars: which type a plain YAML scalar has, and the canonical text of a typed value, which is
// what the cipher encrypts and the MAC covers.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault {

// The type of a plain (unquoted, untagged) YAML scalar: YAML 1.2 core with remnants of 1.1, as sops
// resolves it. Throws Failed for integers from 2^63 to 2^64-1, which sops cannot represent.
[[nodiscard]] ScalarType resolve_plain(std::string_view text);

// The canonical text of a scalar spelled `text` of type `type`: Int decimal, Float shortest digits
// without exponent, Bool "True"/"False", Time RFC 3339, Str as it is. Null has none: "".
[[nodiscard]] SecretText canonical(ScalarType type, std::string_view text);

// The canonical form of a float: shortest decimal digits that read back, never an exponent.
[[nodiscard]] std::string canonical_float(double value);
// As sops writes a float into YAML ("1e+06", ".inf") or JSON ("1e+21").
[[nodiscard]] std::string yaml_float(double value);
[[nodiscard]] std::string json_float(double value);
// As it writes one into dotenv and INI: "1.0", "1E+06", "+Inf".
[[nodiscard]] std::string flat_float(double value);

// Reads a canonical text of that type back, as sops does on decryption; nullopt when it is not one
// (a Bool "yes", an Int with blanks). The result is the text to spell in a document: Int "42",
// Float as yaml_float/json_float of it, Bool "true", Time RFC 3339.
[[nodiscard]] std::optional<std::string> spell_yaml(ScalarType type,
                                                    std::string_view canonical_text);
[[nodiscard]] std::optional<std::string> spell_json(ScalarType type,
                                                    std::string_view canonical_text);
// The same for dotenv and INI, where everything is text: Float as flat_float of it.
[[nodiscard]] std::optional<std::string> spell_flat(ScalarType type,
                                                    std::string_view canonical_text);

}  // namespace holdfast::vault
