#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/opened_file.h"
#include "cli/secret_file_run.h"
#include "vault/operations/emit.h"

#include <memory>

namespace holdfast::cli {

namespace {

struct ExecFileOptions {
  FileOptions file;
  SecretFileRun run;
  std::optional<std::string> output_type;
  std::optional<std::string> file_name;
  bool no_fifo = false;
};

SecretText plaintext(const ExecFileOptions& options, Context& context) {
  const OpenedFile file = open_file(options.file, vault::MacCheck::Enforce, context);
  const vault::Format output =
      options.output_type ? parse_format(*options.output_type) : file.document.format();
  try {
    if (output == file.document.format()) return vault::plain_text(file.document, file.open);
    return vault::emit_document(file.document, file.open, output);
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
}

int run_exec_file(const ExecFileOptions& options, Context& context) {
  SecretFileRun run = options.run;
  run.fifo = !options.no_fifo;
  if (options.file_name) run.file_name = *options.file_name;
  return run_with_secret_file(run, plaintext(options, context), context);
}

}  // namespace

void add_exec_file(Arguments& root) {
  auto options = std::make_shared<ExecFileOptions>();
  Arguments exec = root.command("exec-file", "run a command that reads a file's plaintext");
  exec.word("FILE", options->file.file, "an encrypted file");
  exec.word(
      "COMMAND", options->run.command, "a command line for /bin/sh; {} is the plaintext's path");
  exec.flag("--no-fifo", options->no_fifo, "a real file, which can be read more than once");
  exec.option("--filename", options->file_name, "NAME", "of the plaintext (default tmp-file)");
  exec.option("--output-type", options->output_type, "FORMAT", "instead of the file's");
  exec.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  exec.runs([options](Context& context) { return run_exec_file(*options, context); });
}

}  // namespace holdfast::cli
