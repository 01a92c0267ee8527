// Takes the `sops` block out of a text whose format flattens it.
#pragma once

#include "vault/document/document.h"
#include "vault/stores/text_patch.h"

#include <vector>

namespace holdfast::vault {

// The splices that remove dotenv's sops_ lines, or INI's section [sops] with the blank line before
// it. Where the text ends without a line break, what is left does too.
[[nodiscard]] std::vector<Splice> remove_flat_block(const Document& document);

}  // namespace holdfast::vault
