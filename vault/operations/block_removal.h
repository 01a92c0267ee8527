// Takes the `sops` blocks out of a document.
#pragma once

#include "vault/document/document.h"
#include "vault/stores/text_patch.h"

#include <vector>

namespace holdfast::vault {

// The splices that leave everything else; a document that had nothing else becomes {}. In flat
// formats they remove dotenv's sops_ lines, or INI's section [sops] with the blank line before it;
// where the text ends without a line break, what is left does too.
[[nodiscard]] std::vector<Splice> without_metadata(const Document& document);

}  // namespace holdfast::vault
