#include "cli/commands/commands.h"
#include "cli/context.h"

#include <fmt/format.h>

#include <chrono>

namespace holdfast::cli {

namespace {

std::string backup_word(const keystore::KeyRecord& key) {
  if (key.backed_up()) return "backed up " + format_utc(key.backups.back().taken);
  return key.without_backup ? "WITHOUT BACKUP (--without-backup)" : "no backup";
}

int run_key_list(Context& context) {
  const keystore::Keystore store = context.open_keystore(keystore::Access::Read);
  std::string text;
  Json list = Json::array();
  for (const keystore::KeyRecord& key : store.keys()) {
    text += fmt::format("{:<20} {:<9} {}  {}\n",
                        key.cluster,
                        keystore::state_name(key.state),
                        key.recipient,
                        backup_word(key));
    list.push(key.print());
  }
  print_report(context, text, Json::object().set("keys", std::move(list)));
  return 0;
}

}  // namespace

void add_key_list(Arguments& key) {
  Arguments list = key.command("list", "every key of the keystore, with its state and backup");
  list.runs(run_key_list);
}

}  // namespace holdfast::cli
