// INI comments that cannot be encrypted where they stand.
#pragma once

#include "vault/document/document.h"
#include "vault/document/selection.h"
#include "vault/stores/text_patch.h"

#include <vector>

namespace holdfast::vault {

// The splices that give a selected comment beside a section or key a line of its own above it,
// where the ciphertext would be misread beside it: beside a header its ']' would end the name, and
// below another comment sops takes both for one.
[[nodiscard]] std::vector<Splice> lift_comments(const Document& plain,
                                                const SelectedNodes& selected);

}  // namespace holdfast::vault
