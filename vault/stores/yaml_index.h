// Reads YAML text into a Tree by libyaml's events and marks, as sops's loader reads it.
#pragma once

#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

// UTF-8 YAML, LF or CR LF, an optional BOM, any number of documents. Aliases are expanded into
// copied nodes (at most 16 times as many nodes as the text has of its own, and a million). Tags
// !!str !!int !!float !!bool !!null !!timestamp !!binary decide a scalar's type.
// Throws Failed with "line L, column C: why" for what is no YAML, is not UTF-8, is nested deeper
// than 1000 levels, has keys that are not strings after resolution or are collections, has
// duplicate keys or a merge key without a map in the first document, a top level that is neither
// map nor null, or an integer beyond 64 bits signed but within unsigned.
[[nodiscard]] Tree index_yaml(std::string_view text);

}  // namespace holdfast::vault
