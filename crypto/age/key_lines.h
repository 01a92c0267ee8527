// The lines of identity files and recipients files.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace holdfast::age {

inline constexpr std::size_t kMaxKeyFile = std::size_t{16} << 20U;

// Calls `parse` with each line that is neither empty nor a comment ("#"). Lines end with LF or
// CR LF. Throws Failed for a file over kMaxKeyFile or a line over `max_line` bytes; an Error of
// `parse` gets the line's number.
void for_each_key_line(std::string_view text,
                       std::size_t max_line,
                       const std::function<void(std::string_view)>& parse);

}  // namespace holdfast::age
