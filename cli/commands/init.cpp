#include "cli/commands/commands.h"
#include "cli/context.h"
#include "keystore/store/keystore.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct InitOptions {
  std::vector<std::string> operators;
  std::vector<std::string> targets;
};

SecretText new_passphrase(Context& context) {
  std::optional<SecretText> given = context.passphrase("passphrase of the new keystore", true);
  if (!given) {
    throw Error(Code::Refused,
                "a keystore needs operators or a passphrase, and nobody can be asked")
        .hint("give --operator RECIPIENT, set HOLDFAST_PASSPHRASE, or give --passphrase-file");
  }
  if (given->empty()) throw Error(Code::Refused, "the passphrase is empty").hint("choose one");
  return std::move(*given);
}

int run_init(const InitOptions& options, Context& context) {
  keystore::CreateOptions create;
  create.operators = options.operators;
  create.backup_targets = options.targets;
  create.by = context.environment.user;
  if (options.operators.empty()) create.passphrase = new_passphrase(context);
  const Path folder = context.keystore_folder();
  if (context.options.dry_run) {
    context.note(fmt::format("would make a keystore in {}", folder.string()));
    return 0;
  }
  keystore::Keystore::create(folder, std::move(create), context.clock);
  const keystore::Keystore made = context.open_keystore(keystore::Access::Read);
  print_report(
      context,
      fmt::format("keystore {}\nsigning key {}\n", folder.string(), made.signer_fingerprint()),
      Json::object()
          .set("keystore", folder.string())
          .set("signer", made.signer_fingerprint())
          .set("mode", made.passphrase_mode() ? "passphrase" : "operators"));
  if (options.targets.empty()) {
    context.note("next: say where backups go with --to, or at each rotation");
  }
  return 0;
}

}  // namespace

void add_init(Arguments& root) {
  auto options = std::make_shared<InitOptions>();
  Arguments init = root.command("init", "make a keystore, sealed to a passphrase or to operators");
  init.options(
      "--operator", options->operators, "RECIPIENT", "who may open it; without any: a passphrase");
  init.options(
      "--to", options->targets, "TARGET", "where backups go unless a command says otherwise");
  init.runs([options](Context& context) { return run_init(*options, context); });
}

}  // namespace holdfast::cli
