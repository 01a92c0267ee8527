#include "cli/commands/commands.h"
#include "cli/context.h"
#include "keystore/rotation/retire.h"
#include "keystore/store/sops_age_secret.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace holdfast::cli {

namespace {

struct SecretOptions {
  std::string cluster;
  std::optional<std::string> name;
  std::optional<std::string> name_space;
  std::optional<std::string> at;
};

// True if some file of that revision can only be read with the key, or with others that it lists.
bool needed_at(const std::string& revision, const keystore::KeyRecord& key, Context& context) {
  const vault::git::Repository repository = vault::git::Repository::open(context.repo());
  const auto commit = repository.resolve(revision);
  if (!commit) throw Error(Code::Failed, fmt::format("no revision \"{}\"", revision));
  const vault::ScanOptions scan{context.jobs(), context.stop.get_token(), {}};
  return !keystore::files_listing(repository, *commit, key.recipient, scan).empty();
}

// Newest first: a staged key is what the cluster needs next.
std::vector<keystore::KeyRecord> wanted_keys(const keystore::Keystore& store,
                                             const SecretOptions& options,
                                             Context& context) {
  std::vector<keystore::KeyRecord> keys;
  for (const keystore::KeyRecord& key : store.keys()) {
    if (key.cluster != options.cluster || key.state == keystore::KeyState::Destroyed) continue;
    const bool now = keystore::belongs_in_secret(key.state);
    if (now || (options.at && needed_at(*options.at, key, context))) keys.push_back(key);
  }
  std::ranges::stable_sort(keys, {}, [](const keystore::KeyRecord& key) { return key.state; });
  return keys;
}

int run_key_secret(const SecretOptions& options, Context& context) {
  keystore::Keystore store = context.unlocked_keystore(keystore::Access::Write);
  const std::vector<keystore::KeyRecord> keys = wanted_keys(store, options, context);
  if (keys.empty()) {
    throw Error(Code::Failed,
                fmt::format("the keystore has no key of {} for a Secret", options.cluster))
        .hint("holdfast key list shows what there is");
  }
  std::vector<keystore::SecretEntry> entries;
  Json recipients = Json::array();
  for (const keystore::KeyRecord& key : keys) {
    constexpr std::size_t kAfterPrefix = 4;  // "age1" is the same in all
    constexpr std::size_t kShort = 8;
    const std::string name =
        entries.empty() ? "age.agekey"
                        : fmt::format("age-{}.agekey", key.recipient.substr(kAfterPrefix, kShort));
    entries.push_back(
        {name,
         fmt::format("{} {} {}", key.cluster, keystore::state_name(key.state), key.recipient),
         store.identity_text(key.recipient)});
    recipients.push(key.recipient);
  }
  keystore::Update update;
  update.log("key secret", Json::object().set("cluster", options.cluster).set("keys", recipients));
  store.apply(store.sign(update));
  const SecretText manifest = keystore::print_secret(
      options.name.value_or("sops-age"), options.name_space.value_or("flux-system"), entries);
  context.terminal.out(manifest.expose());
  context.detail(fmt::format("{} keys", entries.size()));
  return 0;
}

}  // namespace

void add_key_secret(Arguments& key) {
  auto options = std::make_shared<SecretOptions>();
  Arguments secret =
      key.command("secret", "the Kubernetes Secret that Flux decrypts with (on record)");
  secret.word("CLUSTER", options->cluster, "whose keys");
  secret.option("--name", options->name, "NAME", "of the Secret (default sops-age)");
  secret.option(
      "--namespace", options->name_space, "NAMESPACE", "of the Secret (default flux-system)");
  secret.option("--at", options->at, "REV", "the keys that this revision needs, too");
  secret.runs([options](Context& context) { return run_key_secret(*options, context); });
}

}  // namespace holdfast::cli
