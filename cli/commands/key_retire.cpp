#include "cli/cluster_secret.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "keystore/rotation/retire.h"
#include "vault/git/journal.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct RetireOptions {
  std::string key;
  std::optional<std::string> secret;
  bool cluster_has_key = false;
};

int run_key_retire(const RetireOptions& options, Context& context) {
  keystore::RetireEvidence evidence;
  evidence.seen_in_secret = recipients_in_secret(options.secret, context);
  evidence.asserted = options.cluster_has_key;
  keystore::Keystore store = context.unlocked_keystore(keystore::Access::Write);
  const vault::git::Repository repository = vault::git::Repository::open(context.repo());
  vault::git::refuse_pending(repository);
  const keystore::KeyRecord record = store.find(options.key);
  if (context.options.dry_run) {
    context.note(fmt::format("would retire {}, if nothing lists it", record.recipient));
    return 0;
  }
  keystore::retire_key(store,
                       record.recipient,
                       repository,
                       evidence,
                       {context.jobs(), context.stop.get_token(), {}});
  context.note(fmt::format("{} is retired; it stays in the keystore, since old commits need it",
                           record.recipient));
  context.note(
      fmt::format("next: holdfast key secret {} gives the Secret without it", record.cluster));
  print_report(context, "", store.find_recipient(record.recipient)->print());
  return 0;
}

}  // namespace

void add_key_retire(Arguments& key) {
  auto options = std::make_shared<RetireOptions>();
  Arguments retire = key.command("retire", "take a replaced key out of use, once nothing needs it");
  retire.word("KEY", options->key, "a recipient, or a unique prefix of one");
  retire.option(
      "--cluster-secret", options->secret, "FILE", "the cluster's Secret as it is (-: on stdin)");
  retire.flag("--cluster-has-key",
              options->cluster_has_key,
              "assert that the cluster has the new key (on record)");
  retire.runs([options](Context& context) { return run_key_retire(*options, context); });
}

}  // namespace holdfast::cli
