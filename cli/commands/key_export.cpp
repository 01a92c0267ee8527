#include "cli/commands/commands.h"
#include "cli/context.h"
#include "src/base/file.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

struct ExportOptions {
  std::string key;
  std::optional<std::string> out;
};

int run_key_export(const ExportOptions& options, Context& context) {
  keystore::Keystore store = context.unlocked_keystore(keystore::Access::Write);
  const keystore::KeyRecord record = store.find(options.key);
  // On record before the key is out: an export that nobody knows of would be worse than a record of
  // one that failed.
  keystore::Update update;
  update.log("key export",
             Json::object().set("key", record.recipient).set("to", options.out.value_or("stdout")));
  store.apply(store.sign(update));
  SecretText file(fmt::format("# created: {}\n# public key: {}\n",
                              format_utc(record.dates.begin()->second),
                              record.recipient));
  const SecretText identity = store.identity_text(record.recipient);
  file.append(identity.expose());
  file.append('\n');
  if (options.out) {
    write_new_private_file(*options.out, file.expose());
    context.note(fmt::format("private key of {} written to {}", record.cluster, *options.out));
  } else {
    context.terminal.out(file.expose());
  }
  return 0;
}

}  // namespace

void add_key_export(Arguments& key) {
  auto options = std::make_shared<ExportOptions>();
  Arguments command =
      key.command("export", "let a private key out, as an age identity file (on record)");
  command.word("KEY", options->key, "a cluster, a recipient, or a unique prefix of one");
  command.option(
      "--out", options->out, "FILE", "a new file, made with mode 0600 (default: stdout)");
  command.runs([options](Context& context) { return run_key_export(*options, context); });
}

}  // namespace holdfast::cli
