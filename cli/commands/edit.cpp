#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/edit_text.h"
#include "cli/first_text.h"
#include "cli/opened_file.h"
#include "cli/rule_plan.h"
#include "src/base/file.h"
#include "vault/operations/edited.h"
#include "vault/operations/encrypt.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace holdfast::cli {

namespace {

struct EditOptions {
  FileOptions file;
  std::optional<std::string> config;
  bool ignore_mac = false;
  bool on_disk = false;
};

void refuse_changed(const std::string& file, std::string_view before) {
  const SecretText now = read_secret_file(file);
  if (now.expose() == before) return;
  throw Error(Code::Refused, "the file was changed while it was edited; nothing was written")
      .hint("edit it again");
}

bool edit_old_file(const EditOptions& options, Context& context) {
  const OpenedFile file =
      open_file(options.file,
                options.ignore_mac ? vault::MacCheck::Ignore : vault::MacCheck::Enforce,
                context);
  const SecretText plain = vault::plain_text(file.document, file.open);
  return edit_text({options.file.file, plain, options.on_disk}, context, [&](SecretText text) {
    const SecretText encrypted =
        vault::edited_document(file.view(), std::move(text), context.clock());
    refuse_changed(options.file.file, file.document.text());
    write_result(options.file, encrypted, context);
  });
}

bool edit_new_file(const EditOptions& options, Context& context) {
  const vault::Format format = input_format(options.file);
  const auto gpg = context.gpg();
  const vault::EncryptionPlan plan =
      plan_of_rule(options.file.file, options.config, gpg ? PgpKeys::Allowed : PgpKeys::Refused);
  const SecretText first = first_text(format);
  return edit_text({options.file.file, first, options.on_disk}, context, [&](SecretText text) {
    const vault::Document plain = vault::Document::parse(std::move(text), format);
    const vault::Encrypted encrypted =
        vault::encrypt_document(plain, plan, context.clock(), gpg ? &*gpg : nullptr);
    write_result(options.file, encrypted.text, context);
  });
}

int run_edit(const EditOptions& options, Context& context) {
  try {
    const bool exists = std::filesystem::exists(options.file.file);
    const bool changed = exists ? edit_old_file(options, context) : edit_new_file(options, context);
    if (!changed) context.note("nothing was changed");
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_edit(Arguments& root) {
  auto options = std::make_shared<EditOptions>();
  options->file.in_place = true;
  Arguments edit = root.command("edit", "edit the plaintext of a file, or of a new one");
  edit.word("FILE", options->file.file, "an encrypted file, or a new one that has a rule");
  edit.option("--config", options->config, "FILE", "this .sops.yaml for a new file");
  edit.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  edit.flag("--edit-on-disk", options->on_disk, "take a folder on the disk if none is in memory");
  edit.flag("--ignore-mac", options->ignore_mac, "go on though the MAC does not hold");
  edit.runs([options](Context& context) { return run_edit(*options, context); });
}

}  // namespace holdfast::cli
