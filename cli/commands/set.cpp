#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/opened_file.h"
#include "src/base/file.h"
#include "vault/operations/set_value.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct SetOptions {
  FileOptions file;
  std::string path;
  std::optional<std::string> value;
  std::optional<std::string> value_file;
  bool value_stdin = false;
  bool idempotent = false;
  bool ignore_mac = false;
};

// A value on the command line can be seen by others on the machine, so there are other ways.
SecretText read_value(const SetOptions& options, Context& context) {
  const int ways =
      (options.value ? 1 : 0) + (options.value_file ? 1 : 0) + (options.value_stdin ? 1 : 0);
  if (ways != 1) {
    throw Error(Code::Usage, "one value is needed")
        .hint("give it as JSON, by --value-file FILE or by --value-stdin");
  }
  if (options.value) return SecretText(*options.value);
  if (options.value_stdin) return context.terminal.read_input(kMaxDocument);
  return read_secret_file(*options.value_file);
}

int run_set(const SetOptions& options, Context& context) {
  const SecretText value = read_value(options, context);
  const vault::ValuePath path = vault::parse_value_path(options.path);
  const OpenedFile file =
      open_file(options.file,
                options.ignore_mac ? vault::MacCheck::Ignore : vault::MacCheck::Enforce,
                context);
  try {
    const vault::SetResult result = vault::set_value(file.view(), path, value, context.clock());
    if (!result.changed && options.idempotent) {
      context.note("the value is set already");
    } else {
      write_result(options.file, result.text, context);
    }
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_set(Arguments& root) {
  auto options = std::make_shared<SetOptions>();
  options->file.in_place = true;
  Arguments set = root.command("set", "set one value of an encrypted file");
  set.word("FILE", options->file.file, "an encrypted file");
  set.word("PATH", options->path, "where: '[\"data\"][\"list\"][0]'");
  set.optional_word("JSON", options->value, "the value, as JSON: '\"a text\"', 42, '{\"a\": 1}'");
  set.option("--value-file", options->value_file, "FILE", "the value, as JSON, is in FILE");
  set.flag("--value-stdin", options->value_stdin, "the value, as JSON, is on standard input");
  set.flag("--idempotent", options->idempotent, "write nothing if the value is set already");
  set.flag("--ignore-mac", options->ignore_mac, "go on though the MAC does not hold");
  set.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  set.runs([options](Context& context) { return run_set(*options, context); });
}

}  // namespace holdfast::cli
