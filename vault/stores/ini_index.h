// Reads INI text into a Tree.
#pragma once

#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

// INI as sops reads it: a map of sections, each a map of Str values; keys before the first section
// are in the first one, DEFAULT, which is always there. '=' or ':' ends a key. Sections may repeat.
// Comment lines above a section or key are one comment, blank lines between them or not; its text
// begins after the first marks, and lines after the first keep theirs (an empty line is held as a
// tab: sops cannot print one). As in sops a key's comment stands in the tree before the next key.
// The section [sops] is the block, its names flattened. Throws Failed "line L, column C: why" for a
// line that is none of these, an empty name, a quote without an end, text after an end quote, or a
// key that its section has already (sops would keep the last alone, silently).
[[nodiscard]] Tree index_ini(std::string_view text);

}  // namespace holdfast::vault
