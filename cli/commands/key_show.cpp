#include "cli/commands/commands.h"
#include "cli/context.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

std::string describe(const keystore::KeyRecord& key) {
  std::string text =
      fmt::format("recipient  {}\ncluster    {}\nstate      {}\norigin     {} by {}\n",
                  key.recipient,
                  key.cluster,
                  keystore::state_name(key.state),
                  key.origin,
                  key.by);
  for (const auto& [step, time] : key.dates)
    text += fmt::format("{:<10} {}\n", step, format_utc(time));
  for (const keystore::BackupNote& backup : key.backups) {
    text += fmt::format(
        "backup     {} in {}, {}\n", backup.name, backup.target, format_utc(backup.taken));
  }
  if (key.backups.empty()) text += "backup     none\n";
  return text;
}

int run_key_show(const std::string& name, Context& context) {
  const keystore::Keystore store = context.open_keystore(keystore::Access::Read);
  const keystore::KeyRecord& record = store.find(name);
  print_report(context, describe(record), record.print());
  return 0;
}

}  // namespace

void add_key_show(Arguments& key) {
  auto name = std::make_shared<std::string>();
  Arguments show = key.command("show", "the record of one key");
  show.word("KEY", *name, "a cluster, a recipient, or a unique prefix of one");
  show.runs([name](Context& context) { return run_key_show(*name, context); });
}

}  // namespace holdfast::cli
