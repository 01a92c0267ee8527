#include "cli/commands/commands.h"
#include "cli/compat/age_environment.h"
#include "cli/compat/age_program.h"
#include "cli/context.h"

#include <memory>
#include <utility>

namespace holdfast::cli {

namespace {

// Reached where global options stand before `age`; without any, app.cpp goes a shorter way.
int run_age_words(Context& context, std::vector<std::string> words) {
  AgeCall call = age_call(std::move(words));
  const auto& file = context.options.passphrase_file;
  if (file && call.program == AgeProgram::Age) {
    call.words.insert(call.words.begin(), "--passphrase-file=" + *file);
  }
  return run_age(call,
                 context.terminal,
                 AgeEnvironment{std::move(context.environment.passphrase), context.jobs()});
}

}  // namespace

void add_age(Arguments& root) {
  const auto words = std::make_shared<std::vector<std::string>>();
  Arguments command =
      root.command("age", "the age command line: keygen, encrypt, decrypt, inspect");
  command.foreign_words(*words);
  command.runs([words](Context& context) { return run_age_words(context, std::move(*words)); });
}

}  // namespace holdfast::cli
