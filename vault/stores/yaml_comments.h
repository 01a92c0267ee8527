// Which map or list each comment of a YAML text belongs to.
#pragma once

#include "vault/document/tree.h"

#include <vector>

namespace holdfast::vault {

// Fills in `owner`, `before` and `own_line` of comments (in source order, with their span and
// document) as sops does (docs/reference/formats/sops.md, 4.5).
void own_comments(const Tree& tree, std::vector<Comment>& comments);

}  // namespace holdfast::vault
