// Where a text goes into a dotenv or INI file, or out of it.
#pragma once

#include "vault/document/document.h"
#include "vault/operations/value_layout.h"
#include "vault/stores/text_patch.h"

#include <string_view>

namespace holdfast::vault {

// In the place of a node's text. Throws Failed for a map or list: these formats hold texts alone.
[[nodiscard]] std::vector<Splice> replace_flat(const Document& document,
                                               NodeId old,
                                               const JsonValue& value);
// At the end of dotenv's keys, of a section, or (as a map of one) of INI's sections.
[[nodiscard]] Splice append_flat(const Document& document,
                                 NodeId container,
                                 std::string_view key,
                                 const JsonValue& value);
// The lines of a key, or of a whole section, go.
[[nodiscard]] Splice remove_flat(const Document& document, NodeId element);

}  // namespace holdfast::vault
