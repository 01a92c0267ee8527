// Where in a text a fault lies, in the words of an error.
#pragma once

#include <cstddef>
#include <string_view>

namespace holdfast::vault {

// Throws Failed "line L, column C: why" for the byte at `offset`; both count from 1, and columns
// are characters.
[[noreturn]] void fail_at(std::string_view text, std::size_t offset, std::string_view why);

}  // namespace holdfast::vault
