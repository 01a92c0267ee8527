// Writes out the aliases that a ciphertext would break: what an alias stands for is bound to the
// path of its anchor, so that an encrypted value can be read at one place only.
#pragma once

#include "vault/document/document.h"
#include "vault/document/selection.h"
#include "vault/stores/text_patch.h"

#include <vector>

namespace holdfast::vault {

// The splices that replace each alias whose content is selected, there or at its anchor, by that
// content in flow style on one line. Throws Failed when that would make the text too large.
[[nodiscard]] std::vector<Splice> expand_aliases(const Document& plain,
                                                 const SelectedNodes& selected);

}  // namespace holdfast::vault
