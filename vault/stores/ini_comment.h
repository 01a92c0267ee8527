// Comments of INI files: one may be many lines.
#pragma once

#include "src/base/secret.h"

#include <string_view>

namespace holdfast::vault {

// How an empty line is held in the text of a comment, since sops cannot print one.
inline constexpr std::string_view kEmptyCommentLine = "\t";

// The lines of a comment whose first mark stands already: those after the first are indented like
// it, and get a mark where they have none.
[[nodiscard]] SecretText ini_comment_lines(std::string_view text,
                                           std::string_view indent,
                                           std::string_view line_break);

}  // namespace holdfast::vault
