// age's command line programs: `holdfast age ...`, and links named age, age-keygen and age-inspect.
#pragma once

#include "cli/compat/age_environment.h"
#include "cli/terminal.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace holdfast::cli {

enum class AgeProgram { Age, Keygen, Inspect };

struct AgeCall {
  AgeProgram program = AgeProgram::Age;
  std::string shown_as;  // what hints begin a command line with, "holdfast age"
  std::vector<std::string> words;
};

// The call that a whole command line (argv) is for one of these programs, by its first two words;
// nullopt for every other. Looks at nothing else: this is the way to a quick start.
[[nodiscard]] std::optional<AgeCall> find_age_call(std::span<char* const> arguments);
// The call that `holdfast age WORDS` is.
[[nodiscard]] AgeCall age_call(std::vector<std::string> words);

// Runs it with age's texts and exit codes: 0, 1 for any failure, 2 for malformed flags. Never
// throws. The environment is read where it is not given.
[[nodiscard]] int run_age(const AgeCall& call,
                          Terminal& terminal,
                          std::optional<AgeEnvironment> environment = std::nullopt);

}  // namespace holdfast::cli
