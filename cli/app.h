// The program: words in, exit code out.
#pragma once

#include <span>

namespace holdfast::cli {

// Runs the command that `arguments` (argv) names and returns the exit code. Never throws.
[[nodiscard]] int run(std::span<char*> arguments);

}  // namespace holdfast::cli
