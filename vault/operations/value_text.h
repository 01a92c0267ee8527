// The types of the document's tree and those of the cipher, and the texts that pass between them.
#pragma once

#include "crypto/sops/encrypted_value.h"
#include "src/base/secret.h"
#include "vault/document/tree.h"

namespace holdfast::vault {

// Throws Failed for Null, which is never encrypted.
[[nodiscard]] sops::ValueType value_type(ScalarType type);
// Str for texts, bytes and comments.
[[nodiscard]] ScalarType scalar_type(sops::ValueType type) noexcept;

// The canonical text of what was decrypted as that type: what the MAC covers. Throws Integrity when
// the text is none of the type ("yes" for a bool).
[[nodiscard]] SecretText canonical_of_plain(sops::ValueType type, SecretText plain);

}  // namespace holdfast::vault
