// Prints an opened document anew, as sops prints it: for another format, or for one value of it.
#pragma once

#include "src/base/secret.h"
#include "vault/document/document.h"
#include "vault/operations/decrypt.h"

#include <string_view>

namespace holdfast::vault {

// The clear document in `output`, printed from the tree as sops does: YAML with indent 4, JSON with
// tabs and without comments, only the first document in JSON; dotenv for values alone, INI for maps
// of values, both with null as an empty text; binary for the text `data`. Throws Failed for an
// output format that cannot hold it.
[[nodiscard]] SecretText emit_document(const Document& document,
                                       const OpenDocument& open,
                                       Format output);

// The value at `path` (["a"]["b"][0], as sops --extract has it): a text raw and without a line
// feed, any other scalar, map or list printed in `output` (in dotenv, INI and binary only scalars).
// Throws Usage for a malformed path, Failed where nothing is there.
[[nodiscard]] SecretText extract_value(const Document& document,
                                       const OpenDocument& open,
                                       std::string_view path,
                                       Format output);

// A plain document in another format.
[[nodiscard]] Document convert_plain(const Document& plain, Format output);

}  // namespace holdfast::vault
