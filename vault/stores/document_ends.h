// Where the documents of a YAML text begin and end.
#pragma once

#include "vault/document/tree.h"

#include <cstdint>
#include <vector>

namespace holdfast::vault {

struct DocumentExtent {
  Span content;           // of a document without nodes: its "null", or empty; else empty
  std::uint32_t end = 0;  // the start of the line with "---" or "..." after it, or the text's end
};

[[nodiscard]] std::vector<DocumentExtent> document_extents(const Tree& tree);

}  // namespace holdfast::vault
