// Puts a new `sops` block into every document of a plain text.
#pragma once

#include "vault/document/document.h"
#include "vault/stores/metadata_text.h"
#include "vault/stores/text_patch.h"

#include <vector>

namespace holdfast::vault {

// The splices that append the block: in YAML at the end of each document, at the column of its
// keys and in its indentation; in JSON as the last member, in the object's layout; in dotenv and
// INI as the last lines. An empty document is replaced by the block. Throws Failed when the text
// holds no document.
[[nodiscard]] std::vector<Splice> place_metadata(const Document& plain,
                                                 const NewMetadata& metadata);

// Throws Refused for a text that has a `sops` block already.
void refuse_encrypted(const Document& plain);

// The plain text with the block in each document and without the aliases that would break. Throws
// Refused when it has a top-level key `sops` already, or line breaks that no editor shows.
[[nodiscard]] Document with_metadata(const Document& plain, const NewMetadata& metadata);

}  // namespace holdfast::vault
