// Reads JSON text into a Tree.
#pragma once

#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

// One JSON object as sops reads it: order and duplicate keys kept, text after the object refused
// (sops drops it silently), lone surrogates and invalid UTF-8 refused. Numbers: integer syntax
// within int64 is Int, all else Float; overflow is an error. Throws Failed with "line L, column C:
// why", also beyond 1000 levels.
[[nodiscard]] Tree index_json(std::string_view text);

}  // namespace holdfast::vault
