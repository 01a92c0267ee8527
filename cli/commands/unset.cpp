#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/opened_file.h"
#include "vault/operations/set_value.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct UnsetOptions {
  FileOptions file;
  std::string path;
  bool idempotent = false;
  bool ignore_mac = false;
};

int run_unset(const UnsetOptions& options, Context& context) {
  const vault::ValuePath path = vault::parse_value_path(options.path);
  const OpenedFile file =
      open_file(options.file,
                options.ignore_mac ? vault::MacCheck::Ignore : vault::MacCheck::Enforce,
                context);
  try {
    const std::optional<SecretText> text = vault::unset_value(file.view(), path, context.clock());
    if (!text && !options.idempotent) {
      throw Error(Code::Failed, "nothing is there")
          .at_key(vault::print_value_path(path))
          .hint("--idempotent takes that for done");
    }
    if (text) write_result(options.file, *text, context);
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_unset(Arguments& root) {
  auto options = std::make_shared<UnsetOptions>();
  options->file.in_place = true;
  Arguments unset = root.command("unset", "take one value out of an encrypted file");
  unset.word("FILE", options->file.file, "an encrypted file");
  unset.word("PATH", options->path, "which: '[\"data\"][\"list\"][0]'");
  unset.flag("--idempotent", options->idempotent, "nothing there is as good as done");
  unset.flag("--ignore-mac", options->ignore_mac, "go on though the MAC does not hold");
  unset.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  unset.runs([options](Context& context) { return run_unset(*options, context); });
}

}  // namespace holdfast::cli
