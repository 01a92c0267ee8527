// What the user shows of the cluster's Secret.
#pragma once

#include "cli/context.h"

#include <optional>
#include <string>
#include <vector>

namespace holdfast::cli {

// The recipients that the Secret in `file` ("-": standard input) holds, as Flux reads it; nullopt
// when no file is given.
[[nodiscard]] std::optional<std::vector<std::string>> recipients_in_secret(
    const std::optional<std::string>& file, Context& context);

}  // namespace holdfast::cli
