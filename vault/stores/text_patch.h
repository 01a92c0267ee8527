// Edits of a text by byte spans: every byte outside a span stays.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <string_view>
#include <vector>

namespace holdfast::vault {

struct Splice {
  Span where;       // empty for an insertion before where.begin
  SecretText with;  // what stands there afterwards
};

// The text with all splices done. They may come in any order and must not overlap; insertions at
// one place are kept in the order given. An overlap is a bug: it throws Failed.
[[nodiscard]] SecretText patch(std::string_view text, std::vector<Splice> splices);

}  // namespace holdfast::vault
