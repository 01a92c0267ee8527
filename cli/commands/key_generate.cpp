#include "cli/commands/commands.h"
#include "cli/context.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

int run_key_generate(const std::string& cluster, bool hybrid, Context& context) {
  keystore::check_cluster_name(cluster);
  if (hybrid) {
    throw Error(Code::Refused, "hybrid keys are not supported yet").hint("leave --hybrid out");
  }
  if (context.options.dry_run) {
    context.note(fmt::format("would make a staged key of {}", cluster));
    return 0;
  }
  keystore::Keystore store = context.unlocked_keystore(keystore::Access::Write);
  const keystore::KeyRecord record = store.generate(cluster);
  keystore::Update update;
  update.put(record);
  update.log("key generate", Json::object().set("cluster", cluster).set("key", record.recipient));
  store.apply(store.sign(update));
  print_report(context, record.recipient + "\n", record.print());
  context.note(fmt::format("staged; `holdfast rotate {}` backs it up and puts it to use", cluster));
  return 0;
}

}  // namespace

void add_key_generate(Arguments& key) {
  auto cluster = std::make_shared<std::string>();
  auto hybrid = std::make_shared<bool>(false);
  Arguments generate =
      key.command("generate", "make a key, staged until a rotation puts it to use");
  generate.word("CLUSTER", *cluster, "whose key it is to be");
  generate.flag("--hybrid", *hybrid, "a post-quantum key (needs Flux 2.9)");
  generate.runs(
      [cluster, hybrid](Context& context) { return run_key_generate(*cluster, *hybrid, context); });
}

}  // namespace holdfast::cli
