#include "vault/operations/decrypt.h"

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/opened_file.h"
#include "cli/sops_file.h"
#include "vault/operations/emit.h"

#include <memory>

namespace holdfast::cli {

namespace {

struct DecryptOptions {
  FileOptions file;
  std::optional<std::string> extract;
  std::optional<std::string> output_type;
  bool ignore_mac = false;
};

SecretText result_text(const DecryptOptions& options,
                       const vault::Document& document,
                       const vault::OpenDocument& open) {
  const vault::Format output =
      options.output_type ? parse_format(*options.output_type) : document.format();
  if (options.extract) return vault::extract_value(document, open, *options.extract, output);
  if (output != document.format()) return vault::emit_document(document, open, output);
  return vault::plain_text(document, open);
}

int run_decrypt(const DecryptOptions& options, Context& context) {
  const OpenedFile file =
      open_file(options.file,
                options.ignore_mac ? vault::MacCheck::Ignore : vault::MacCheck::Enforce,
                context);
  try {
    write_result(options.file, result_text(options, file.document, file.open), context);
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_decrypt(Arguments& root) {
  auto options = std::make_shared<DecryptOptions>();
  Arguments decrypt = root.command("decrypt", "decrypt a file, its MAC checked first");
  decrypt.word("FILE", options->file.file, "an encrypted file, or - for stdin");
  decrypt.flag("-i,--in-place", options->file.in_place, "write the plaintext into FILE");
  decrypt.option("--extract", options->extract, "PATH", "one value only: '[\"data\"][\"token\"]'");
  decrypt.option(
      "--output-type", options->output_type, "FORMAT", "of the result, instead of the file's");
  decrypt.flag("--ignore-mac", options->ignore_mac, "go on though the MAC does not hold");
  decrypt.option("--filename-override",
                 options->file.filename_override,
                 "NAME",
                 "the name that decides the format");
  decrypt.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  decrypt.runs([options](Context& context) { return run_decrypt(*options, context); });
}

}  // namespace holdfast::cli
