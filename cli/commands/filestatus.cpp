#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/sops_file.h"
#include "vault/operations/rewrite.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

// Who sees "encrypted" may publish the file, so a claim alone will not do.
void refuse_false_claim(const vault::Document& document) {
  const std::vector<std::string> clear = vault::clear_values(document);
  if (!clear.empty()) {
    throw Error(Code::Integrity, "it claims to be encrypted, and this value is not")
        .at_key(clear.front())
        .hint("encrypt it anew, and change the secret: it was readable by all");
  }
  if (!vault::encrypts_nothing(document)) return;
  throw Error(Code::Integrity, "it claims to be encrypted, and no value in it is")
      .hint("look at the selection in its sops block");
}

bool is_encrypted(const vault::Document& document) {
  return document.is_encrypted() && !document.metadata().mac.empty();
}

int run_filestatus(const FileOptions& options, Context& context) {
  const vault::Document document = read_document(options, context);
  const bool encrypted = is_encrypted(document);
  try {
    if (encrypted) refuse_false_claim(document);
  } catch (Error& error) {
    throw error.in_file(options.file);
  }
  Json report = Json::object();
  report.set("encrypted", encrypted);
  context.terminal.out(report.dump(false) + "\n");
  return 0;
}

}  // namespace

void add_filestatus(Arguments& root) {
  auto options = std::make_shared<FileOptions>();
  Arguments status = root.command("filestatus", "say whether a file is encrypted");
  status.word("FILE", options->file, "any file, or - for stdin");
  status.option(
      "--input-type", options->input_type, "FORMAT", "of FILE, instead of what its name says");
  status.runs([options](Context& context) { return run_filestatus(*options, context); });
}

}  // namespace holdfast::cli
