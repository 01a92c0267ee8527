// Copies the `sops` block of one document into another text.
#pragma once

#include "vault/document/document.h"
#include "vault/stores/metadata_text.h"
#include "vault/stores/text_patch.h"

#include <string_view>
#include <vector>

namespace holdfast::vault {

// What a block says, its foreign entries field by field, in the order of the names; fields of the
// block that are not sops's are left out.
[[nodiscard]] NewMetadata copy_of(const Document& document, const Metadata& block);
[[nodiscard]] NewForeignEntry copy_of(const Tree& tree, const ForeignEntry& entry);

// Throws Integrity unless every block of `after` says what was meant.
void require_metadata(const Document& after, const NewMetadata& meant);

// `document` has blocks that were printed from copy_of the block of `old`. The splices that give
// each the old block's own text, wherever it stands as the old one did, with `lastmodified`.
[[nodiscard]] std::vector<Splice> keep_block_text(const Document& document,
                                                  const Document& old,
                                                  std::string_view lastmodified);

}  // namespace holdfast::vault
