// Words of a command line, for commands that run without a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// Splits a command line into words as a POSIX shell does with quotes, backslashes and comments,
// without any expansion. Throws Failed for an unclosed quote or a backslash at the end.
[[nodiscard]] std::vector<std::string> split_command(std::string_view line);

}  // namespace holdfast::vault
