// The edits of a list of age recipients whose block is flattened into names, as in dotenv and INI.
#pragma once

#include "vault/stores/age_list_edit.h"

#include <vector>

namespace holdfast::vault {

// As edit_age_list: new entries are lines like those of their neighbour, the lines of removed ones
// go, and the names of those behind are numbered anew, since a list must not have holes.
[[nodiscard]] std::vector<Splice> edit_flat_age_list(const Tree& tree,
                                                     Format format,
                                                     const KeyGroup& group,
                                                     const AgeListEdit& edit);

}  // namespace holdfast::vault
