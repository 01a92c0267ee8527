#include "cli/app.h"

namespace holdfast::cli {

int run(std::span<char*> arguments) { return arguments.empty() ? 2 : 0; }

}  // namespace holdfast::cli
