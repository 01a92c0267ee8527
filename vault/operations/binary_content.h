// Any file's bytes, as sops holds them: the member `data` of a JSON object beside the block.
#pragma once

#include "crypto/sops/data_key.h"
#include "src/base/secret.h"
#include "vault/document/document.h"
#include "vault/operations/decrypt.h"
#include "vault/operations/sealing.h"
#include "vault/stores/metadata_text.h"

namespace holdfast::vault {

// The bytes. Throws Failed when the document has no text `data`, as another JSON file has.
[[nodiscard]] SecretText binary_content(const Document& document, const OpenDocument& open);

// {"data": "", "sops": {...}} for the metadata, and what puts the content into it.
[[nodiscard]] Document binary_shell(const NewMetadata& metadata);
// Parsed, opened and compared with what was meant; throws Integrity if it is not.
[[nodiscard]] SealedDocument seal_binary_document(const Document& shell,
                                                  std::string_view content,
                                                  const sops::DataKey& key);

}  // namespace holdfast::vault
