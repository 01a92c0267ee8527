// Files without a structure that sops knows, as trees.
#pragma once

#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

// sops holds any file as {"data": "ENC[...]", "sops": {...}}. True for text that says so: it is
// JSON by its first character, and names a `sops` block.
[[nodiscard]] bool claims_encrypted_json(std::string_view text) noexcept;

// An encrypted file as index_json reads it, and throws; any other bytes as a map whose only member,
// `data`, they are.
[[nodiscard]] Tree index_binary(std::string_view text);

}  // namespace holdfast::vault
