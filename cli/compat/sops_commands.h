// The commands of sops: a table of names, flags and what runs.
#pragma once

#include "cli/compat/sops_call.h"
#include "cli/compat/sops_words.h"

#include <span>
#include <string_view>

namespace holdfast::cli {

struct SopsCommand {
  std::string_view name;  // "encrypt"; "groups add" for a command below another
  std::string_view arguments;
  std::string_view help;
  SopsFlags (*flags)();
  int (*run)(const SopsCall& call);
};

[[nodiscard]] std::span<const SopsCommand> sops_commands();
// nullptr if there is none.
[[nodiscard]] const SopsCommand* find_sops_command(std::string_view name);
// True for the first word of commands that have two ("groups").
[[nodiscard]] bool is_sops_command_group(std::string_view name);

}  // namespace holdfast::cli
