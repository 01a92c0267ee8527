// Blanks as sops's reader of INI knows them: all that Unicode calls white space.
#pragma once

#include <string_view>

namespace holdfast::vault {

// The text without the blanks at its start, at its end.
[[nodiscard]] std::string_view trim_left(std::string_view text) noexcept;
[[nodiscard]] std::string_view trim_right(std::string_view text) noexcept;

}  // namespace holdfast::vault
