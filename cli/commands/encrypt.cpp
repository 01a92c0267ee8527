#include "vault/operations/encrypt.h"

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/encryption_plan.h"
#include "cli/sops_file.h"
#include "vault/operations/emit.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct EncryptOptions {
  FileOptions file;
  std::optional<std::string> config;
  PlanOptions plan;
  std::optional<std::string> output_type;
};

vault::EncryptionPlan plan_for(const EncryptOptions& options, PgpKeys pgp) {
  const Path name = deciding_name(options.file);
  return make_plan(options.plan, name, config_for(name, options.config), pgp);
}

vault::Document document_to_encrypt(const EncryptOptions& options, Context& context) {
  vault::Document plain = read_document(options.file, context);
  if (!options.output_type) return plain;
  const vault::Format output = parse_format(*options.output_type);
  if (output == plain.format()) return plain;
  try {
    return vault::convert_plain(plain, output);
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
}

int run_encrypt(const EncryptOptions& options, Context& context) {
  const std::optional<vault::Gpg> gpg = context.gpg();
  const vault::EncryptionPlan plan = plan_for(options, gpg ? PgpKeys::Allowed : PgpKeys::Refused);
  const vault::Document plain = document_to_encrypt(options, context);
  if (plain.format() == vault::Format::Binary) warn_of_ignored_selection(options.plan, context);
  try {
    const vault::Encrypted encrypted =
        vault::encrypt_document(plain, plan, context.clock(), gpg ? &*gpg : nullptr);
    write_result(options.file, encrypted.text, context);
    context.detail(fmt::format("{} values encrypted", encrypted.values));
  } catch (Error& error) {
    throw error.in_file(options.file.file);
  }
  return 0;
}

}  // namespace

void add_encrypt(Arguments& root) {
  auto options = std::make_shared<EncryptOptions>();
  Arguments encrypt = root.command("encrypt", "encrypt a file as its rule says");
  encrypt.word("FILE", options->file.file, "any file, or - for stdin");
  encrypt.flag("-i,--in-place", options->file.in_place, "write the result into FILE");
  encrypt.options(
      "--age", options->plan.age, "RECIPIENT,...", "for these, instead of the rule's recipients");
  encrypt.option(
      "--config", options->config, "FILE", "this .sops.yaml, instead of the nearest above FILE");
  for (std::size_t i = 0; i < kSelectionKinds.size(); ++i) {
    const std::string name = selection_option(kSelectionKinds.at(i));
    const bool suffix = name.ends_with("suffix");
    encrypt.option("--" + name,
                   options->plan.patterns.at(i),
                   suffix ? "SUFFIX" : "REGEX",
                   "which values to encrypt");
  }
  encrypt.flag("--mac-only-encrypted",
               options->plan.mac_only_encrypted,
               "the MAC covers encrypted values only");
  encrypt.number("--shamir-secret-sharing-threshold",
                 options->plan.threshold,
                 1,
                 255,
                 "key groups needed to open it");
  encrypt.option("--filename-override",
                 options->file.filename_override,
                 "NAME",
                 "the name that decides rule and format");
  encrypt.option(
      "--input-type", options->file.input_type, "FORMAT", "of FILE, instead of what its name says");
  encrypt.option(
      "--output-type", options->output_type, "FORMAT", "of the result, instead of FILE's");
  encrypt.runs([options](Context& context) { return run_encrypt(*options, context); });
}

}  // namespace holdfast::cli
