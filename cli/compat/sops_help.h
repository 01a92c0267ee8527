// The help texts of the sops command line.
#pragma once

#include "cli/compat/sops_commands.h"

#include <string>

namespace holdfast::cli {

// All commands and the flags before them.
[[nodiscard]] std::string sops_help();
// One command.
[[nodiscard]] std::string sops_help(const SopsCommand& command);
// The commands that begin with this word: "groups".
[[nodiscard]] std::string sops_group_help(std::string_view group);

// "--in-place, -i": the spellings of a flag, each by itself.
[[nodiscard]] std::vector<std::string> spellings(const SopsFlag& flag);

}  // namespace holdfast::cli
