#include "keystore/audit/status.h"

#include "cli/commands/commands.h"
#include "cli/context.h"

#include <fmt/format.h>

namespace holdfast::cli {

namespace {

constexpr int kFound = 3;

int run_status(Context& context) {
  const keystore::Keystore store = context.open_keystore(keystore::Access::Read);
  const keystore::Status status = keystore::take_status(store);
  std::string text = fmt::format(
      "keystore {}, signing key {}\n", store.folder().string(), store.signer_fingerprint());
  for (const keystore::StatusLine& line : status.lines) {
    text +=
        fmt::format("{:<7} {:<16} {}\n", keystore::light_name(line.light), line.subject, line.text);
  }
  text += fmt::format("status: {}\n", keystore::light_name(status.light()));
  print_report(context,
               text,
               status.print()
                   .set("keystore", store.folder().string())
                   .set("signer", store.signer_fingerprint()));
  return status.light() == keystore::Light::Red ? kFound : 0;
}

}  // namespace

void add_status(Arguments& root) {
  Arguments status =
      root.command("status", "every key, backup and rotation at a glance (exit code 3 when red)");
  status.runs(run_status);
}

}  // namespace holdfast::cli
