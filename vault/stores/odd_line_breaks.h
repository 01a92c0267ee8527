// Line breaks that YAML 1.1 knows and editors do not show: U+0085, U+2028, U+2029, and a carriage
// return without a line feed.
#pragma once

#include "vault/document/tree.h"

namespace holdfast::vault {

// Throws Failed with the place of the first such break that ends a line of the document's
// structure: where a line begins, and so what it belongs to, must be plain to see before anything
// is put beside it. Those within a scalar are text, and no matter.
void refuse_odd_line_breaks(const Tree& tree);

}  // namespace holdfast::vault
