#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/opened_file.h"
#include "src/base/attached_program.h"
#include "src/base/process.h"
#include "vault/operations/environment.h"

#include <memory>

namespace holdfast::cli {

namespace {

struct ExecEnvOptions {
  FileOptions file;
  std::string command;
  bool pristine = false;
  bool same_process = false;
  bool background = false;
  std::optional<std::string> user;
};

// Our own secret variables were taken out of the environment when the program started.
Surroundings surroundings(const ExecEnvOptions& options, Context& context) {
  const OpenedFile file = open_file(options.file, vault::MacCheck::Enforce, context);
  try {
    return {.variables = vault::environment_of(file.document, file.open),
            .pristine = options.pristine,
            .user = options.user};
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
}

int run_exec_env(const ExecEnvOptions& options, Context& context) {
  const Surroundings around = surroundings(options, context);
  const std::vector<std::string> words{"/bin/sh", "-c", options.command};
  if (options.same_process) become_program(words, around);
  if (!options.background) return run_attached(words, around);
  start_attached(words, around);
  return 0;
}

}  // namespace

void add_exec_env(Arguments& root) {
  auto options = std::make_shared<ExecEnvOptions>();
  Arguments exec = root.command("exec-env", "run a command with a file's values as variables");
  exec.word("FILE", options->file.file, "an encrypted file whose values are not nested");
  exec.word("COMMAND", options->command, "a command line for /bin/sh");
  exec.flag("--pristine", options->pristine, "no other variables than these");
  exec.flag("--same-process", options->same_process, "in the place of holdfast, not below it");
  exec.flag("--background", options->background, "do not wait for the command");
  exec.option("--user", options->user, "USER", "as this user of the system");
  exec.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  exec.runs([options](Context& context) { return run_exec_env(*options, context); });
}

}  // namespace holdfast::cli
