#include "cli/commands/commands.h"
#include "cli/context.h"
#include "keystore/rotation/rotation.h"
#include "src/base/file.h"

#include <fmt/format.h>

#include <memory>

namespace holdfast::cli {

namespace {

constexpr std::size_t kMaxIdentityFile = std::size_t{16} << 20U;

struct ImportOptions {
  std::string file;
  std::optional<std::string> cluster;
  std::vector<std::string> targets;
};

// The identity lines of an identity file, comments left out.
std::vector<SecretText> identity_lines(std::string_view text) {
  std::vector<SecretText> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && !line.starts_with('#')) lines.emplace_back(line);
  }
  return lines;
}

// An imported key is in use already: it is active, unless the cluster has an active key.
keystore::KeyRecord import_line(keystore::Keystore& store,
                                const std::string& cluster,
                                const SecretText& line) {
  keystore::KeyRecord record = store.import(cluster, line);
  if (store.find_recipient(record.recipient) != nullptr)
    return *store.find_recipient(record.recipient);
  const bool first = store.active_key(cluster) == nullptr;
  // A second one may still be in the cluster: retiring keys stay in its Secret.
  record.enter(first ? keystore::KeyState::Active : keystore::KeyState::Retiring, store.now());
  keystore::Update update;
  update.put(record);
  update.log("key import", Json::object().set("cluster", cluster).set("key", record.recipient));
  store.apply(store.sign(update));
  return record;
}

// All of them before the first is imported. A plugin's identity says where a key is, not what it
// is.
void check_importable(const SecretText& content) {
  for (const age::IdentityPtr& identity : age::parse_identity_file(content.expose())) {
    if (identity->recipient().empty())
      throw Error(Code::Refused, "an age plugin's identity cannot be a cluster's key")
          .hint("import an identity that starts with AGE-SECRET-KEY-");
  }
}

int run_key_import(const ImportOptions& options, Context& context) {
  if (!options.cluster) throw Error(Code::Usage, "--cluster is required").hint("--cluster NAME");
  keystore::check_cluster_name(*options.cluster);
  const SecretText content = options.file == "-" ? context.terminal.read_input(kMaxIdentityFile)
                                                 : read_secret_file(options.file, kMaxIdentityFile);
  try {
    check_importable(content);
  } catch (Error& error) {
    throw error.in_file(options.file);
  }
  keystore::Keystore store = context.unlocked_keystore(keystore::Access::Write);
  std::string text;
  Json list = Json::array();
  for (const SecretText& line : identity_lines(content.expose())) {
    const keystore::KeyRecord record = import_line(store, *options.cluster, line);
    text += fmt::format(
        "{} {} {}\n", record.cluster, keystore::state_name(record.state), record.recipient);
    list.push(record.print());
  }
  if (!options.targets.empty() || !store.backup_targets().empty()) {
    keystore::back_up_keys(
        store, options.targets, [&](std::string_view line) { context.note(line); });
  } else {
    context.warn("the key has no backup yet; give --to FOLDER, or rotate it with one");
  }
  print_report(context, text, Json::object().set("keys", std::move(list)));
  return 0;
}

}  // namespace

void add_key_import(Arguments& key) {
  auto options = std::make_shared<ImportOptions>();
  Arguments import = key.command("import", "take a key that is in use into the keystore");
  import.word("FILE", options->file, "an age identity file (keys.txt), or - for stdin");
  import.option("--cluster", options->cluster, "CLUSTER", "whose key it is");
  import.options("--to", options->targets, "TARGET", "back it up there at once");
  import.runs([options](Context& context) { return run_key_import(*options, context);
});
}  // namespace holdfast::cli

}  // namespace holdfast::cli
