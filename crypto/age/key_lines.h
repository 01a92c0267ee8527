// The lines of identity files and recipients files.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace holdfast::age {

inline constexpr std::size_t kMaxKeyFile = std::size_t{16} << 20U;

// What is done with a line, which has its number from 1.
using ParseLine = std::function<void(std::size_t number, std::string_view line)>;

// Calls `parse` with each line that is neither empty nor a comment ("#"). Lines end with LF or
// CR LF. Throws Failed for a file over kMaxKeyFile or a line over `max_line` bytes; an Error of
// `parse` gets the line's number.
void for_each_key_line(std::string_view text, std::size_t max_line, const ParseLine& parse);

}  // namespace holdfast::age
