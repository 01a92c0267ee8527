#include "cli/app.h"

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/compat/age_program.h"
#include "cli/compat/sops.h"
#include "cli/context.h"
#include "cli/terminal.h"
#include "src/base/error.h"
#include "src/base/version.h"

#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

namespace holdfast::cli {

namespace {

volatile std::sig_atomic_t interrupt_seen =
    0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables):
        // all that a signal handler may touch

extern "C" void note_interrupt(int /*signal*/) { interrupt_seen = 1; }

void add_global_options(Arguments& root, GlobalOptions& options) {
  root.option("-C,--repo", options.repo, "DIR", "the Git work tree or bare repository (default .)");
  root.option("--keystore", options.keystore, "DIR", "the keystore (default $HOLDFAST_KEYSTORE)");
  root.options("--identity",
               options.identities,
               "FILE",
               "an age identity file, besides those that sops finds");
  root.option("--passphrase-file",
              options.passphrase_file,
              "FILE",
              "the passphrase is in FILE (-: on stdin)");
  root.flag("--gpg", options.gpg, "let gpg open and wrap for the PGP keys of files");
  root.number("-j,--jobs", options.jobs, 1, 1024, "threads to work on (default: all cores)");
  root.flag("-n,--dry-run", options.dry_run, "show what would be done, change nothing");
  root.flag("-y,--yes", options.yes, "answer yes to questions");
  root.flag("-q,--quiet", options.quiet, "no news on stderr");
  root.flag("-v,--verbose", options.verbose, "more news on stderr");
  root.flag("--json", options.json, "one JSON document on stdout");
  root.flag("--no-color", options.no_color, "no colour (as NO_COLOR)");
}

void add_commands(Arguments& root) {
  add_init(root);
  add_key(root);
  add_encrypt(root);
  add_decrypt(root);
  add_edit(root);
  add_set(root);
  add_unset(root);
  add_exec_env(root);
  add_exec_file(root);
  add_filestatus(root);
  add_sops(root);
  add_rotate(root);
  add_age(root);
  add_explain(root);
  add_status(root);
}

void report(const Context& context, const Error& error) {
  const bool colour = context.terminal.stderr_is_terminal() && !context.options.no_color &&
                      !context.environment.no_color;
  context.terminal.say(fmt::format(
      "{}error:{} {}", colour ? "\x1b[31m" : "", colour ? "\x1b[0m" : "", error.what()));
  if (!error.advice().empty()) context.terminal.say(fmt::format("hint: {}", error.advice()));
}

int run_words(Context& context, std::vector<std::string> words) {
  Program program("holdfast keeps, rotates and recovers the age keys of SOPS repositories",
                  fmt::format("holdfast {}", version()));
  Arguments root = program.root();
  add_global_options(root, context.options);
  add_commands(root);
  const Program::Parsed parsed = program.parse(std::move(words));
  if (parsed.action) return parsed.action(context);
  context.terminal.out(parsed.text);
  return 0;
}

}  // namespace

int run(std::span<char*> arguments) {
  SystemTerminal terminal;
  if (const auto call = find_age_call(arguments)) return run_age(*call, terminal);
  Context context{
      {}, Environment::read(), terminal, system_now, {}, [] { return interrupt_seen != 0; }};
  std::signal(SIGINT, note_interrupt);  // NOLINT(cert-err33-c): without it Ctrl-C ends the process,
                                        // which is as safe
  try {
    if (auto words = sops_words(arguments)) return run_sops(context, *std::move(words));
    return run_words(context, {arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end()});
  } catch (const Error& error) {
    report(context, error);
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    terminal.say("error: out of memory");
  } catch (const std::exception& error) {
    terminal.say(fmt::format("error: unexpected: {}", error.what()));
    terminal.say(
        "hint: this is a fault of holdfast; please report it with the command that you ran");
  }
  return static_cast<int>(Code::Failed);
}

}  // namespace holdfast::cli
