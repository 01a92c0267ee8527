// The sops command line, word for word: what `holdfast sops ...` and a link named `sops` run.
#pragma once

#include "cli/context.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::cli {

// The words of a sops command line, when `arguments` (argv) is one: the program is called `sops`,
// or the first word is "sops".
[[nodiscard]] std::optional<std::vector<std::string>> sops_words(std::span<char*> arguments);

// Runs it; the exit codes are sops's (docs/reference/commands/sops.md), results go to stdout, and
// everything else to stderr. Never throws an Error.
[[nodiscard]] int run_sops(Context& context, std::vector<std::string> words);

}  // namespace holdfast::cli
