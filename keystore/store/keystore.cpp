// Opening a keystore, and what it tells without a secret.
#include "keystore/store/keystore.h"

#include "crypto/ssh/public_key.h"
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "keystore/store/keystore_state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <system_error>
#include <tuple>
#include <utility>

namespace holdfast::keystore {

namespace {

constexpr std::size_t kShortestPrefix = 8;  // "age1" and four more

// Runs `parse` over a file's JSON; an error tells the file.
template <class Parse>
auto parse_file(const Path& file, const std::string& text, const Parse& parse) {
  try {
    return parse(Json::parse(text));
  } catch (Error& error) {
    throw error.in_file(file);
  }
}

void require_name(const Path& file, std::string_view name) {
  if (file.stem() == Path(name)) return;
  throw Error(Code::Integrity, fmt::format("is the record of {}, not of what its name says", name))
      .in_file(file);
}

Time date_of(const KeyRecord& record) {
  const auto created = record.dates.find("created");
  return created == record.dates.end() ? Time() : created->second;
}

std::vector<std::string> recipients_of(const std::vector<const KeyRecord*>& records) {
  std::vector<std::string> texts;
  for (const KeyRecord* record : records) texts.push_back(record->recipient);
  return texts;
}

// The only one, or an error that names the candidates.
const KeyRecord& only_one(const std::vector<const KeyRecord*>& found, std::string_view key) {
  if (found.size() == 1) return *found.front();
  throw Error(
      Code::Failed,
      fmt::format(
          "\"{}\" names {} keys: {}", key, found.size(), fmt::join(recipients_of(found), ", ")))
      .hint("name one of them by its recipient");
}

}  // namespace

void Keystore::State::read_settings() {
  const Path file = folder / kSettingsFile;
  const auto parse = [&file](const std::string& text) {
    return parse_file(file, text, Settings::parse);
  };
  const std::string text = read_self_signed(
      file, kKeystoreSpace, [&parse](const std::string& read) { return parse(read).signer; });
  settings = parse(text);
  const Path operators_file = folder / kOperatorsFile;
  operators = parse_file(operators_file,
                         read_signed(operators_file, kKeystoreSpace, settings.signer),
                         parse_operators);
}

void Keystore::State::read_records() {
  for (const Path& file : json_files(folder / "keys")) {
    const std::string text = read_signed(file, kRecordSpace, settings.signer);
    keys.push_back(parse_file(file, text, KeyRecord::parse));
    require_name(file, keys.back().recipient);
  }
  sort_keys();
  for (const Path& file : json_files(folder / "clusters")) {
    const std::string text = read_signed(file, kRecordSpace, settings.signer);
    ClusterRecord record = parse_file(file, text, ClusterRecord::parse);
    require_name(file, record.cluster);
    clusters[record.cluster] = std::move(record);
  }
  log = read_chain(folder, settings.signer);
}

void Keystore::State::take(KeyRecord record) {
  const auto there = std::ranges::find(keys, record.recipient, &KeyRecord::recipient);
  if (there == keys.end()) {
    keys.push_back(std::move(record));
  } else {
    *there = std::move(record);
  }
}

void Keystore::State::sort_keys() {
  std::ranges::sort(keys, [](const KeyRecord& one, const KeyRecord& other) {
    return std::tuple(
               std::string_view(one.cluster), date_of(one), std::string_view(one.recipient)) <
           std::tuple(
               std::string_view(other.cluster), date_of(other), std::string_view(other.recipient));
  });
}

std::vector<std::string> Keystore::State::recipients() const {
  if (settings.passphrase_mode()) return {settings.recipient};
  std::vector<std::string> texts;
  for (const Operator& one : operators) texts.push_back(one.recipient);
  return texts;
}

const Ed25519Seed& Keystore::State::unlocked_key() const {
  if (signing_key) return *signing_key;
  throw Error(Code::Failed, "the keystore is not unlocked").in_file(folder);
}

void Keystore::State::require_write() const {
  if (!lock) throw Error(Code::Failed, "the keystore was opened for reading").in_file(folder);
}

bool Keystore::exists(const Path& folder) {
  std::error_code error;
  const bool there = std::filesystem::exists(folder / kSettingsFile, error);
  if (error) throw Error(Code::Failed, "cannot look into it: " + error.message()).in_file(folder);
  return there;
}

Keystore Keystore::open(const Path& folder, Access access, Clock clock, std::string by) {
  if (!exists(folder)) {
    throw Error(Code::Failed, "there is no keystore")
        .in_file(folder)
        .hint("make one with holdfast init, or name its folder with --keystore DIR");
  }
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->clock = std::move(clock);
  state->by = std::move(by);
  if (access == Access::Write) state->lock.emplace(folder / kLockFile);
  state->read_settings();
  state->read_records();
  return Keystore(std::move(state));
}

Keystore::Keystore(std::unique_ptr<State> state) : state_(std::move(state)) {}
Keystore::Keystore(Keystore&&) noexcept = default;
Keystore& Keystore::operator=(Keystore&&) noexcept = default;
Keystore::~Keystore() = default;

const Path& Keystore::folder() const { return state_->folder; }
bool Keystore::passphrase_mode() const { return state_->settings.passphrase_mode(); }
std::vector<std::string> Keystore::recipients() const { return state_->recipients(); }
const Policy& Keystore::policy() const { return state_->settings.policy; }
std::vector<std::string> Keystore::backup_targets() const { return policy().backup_targets; }
const std::string& Keystore::id() const { return state_->settings.id; }
const Ed25519PublicKey& Keystore::signer() const { return state_->settings.signer; }
std::string Keystore::signer_fingerprint() const { return ssh::fingerprint(signer()); }
std::vector<std::string> Keystore::log_heads() const { return state_->log.heads(); }
Time Keystore::now() const { return state_->clock(); }
const std::string& Keystore::by() const { return state_->by; }

const std::vector<KeyRecord>& Keystore::keys() const { return state_->keys; }

const KeyRecord& Keystore::find(std::string_view key) const {
  std::vector<const KeyRecord*> staged;
  std::vector<const KeyRecord*> prefixed;
  bool is_cluster = state_->clusters.contains(std::string(key));
  if (const KeyRecord* active = active_key(key)) return *active;
  if (const KeyRecord* exact = find_recipient(key)) return *exact;
  for (const KeyRecord& record : keys()) {
    is_cluster = is_cluster || record.cluster == key;
    if (record.cluster == key && record.state == KeyState::Staged) staged.push_back(&record);
    if (key.size() >= kShortestPrefix && record.recipient.starts_with(key)) {
      prefixed.push_back(&record);
    }
  }
  if (!staged.empty()) return only_one(staged, key);
  if (is_cluster) {
    throw Error(Code::Failed, fmt::format("cluster \"{}\" has no active key", key))
        .hint("name a key by its recipient, as holdfast key list shows it");
  }
  if (!prefixed.empty()) return only_one(prefixed, key);
  throw Error(Code::Failed, fmt::format("no cluster and no key is called \"{}\"", key))
      .hint("holdfast key list shows them; a recipient may be cut to its first 8 characters");
}

const KeyRecord* Keystore::find_recipient(std::string_view recipient) const {
  const auto found = std::ranges::find(keys(), recipient, &KeyRecord::recipient);
  return found == keys().end() ? nullptr : &*found;
}

const KeyRecord* Keystore::active_key(std::string_view cluster) const {
  const auto found = std::ranges::find_if(keys(), [cluster](const KeyRecord& record) {
    return record.cluster == cluster && record.state == KeyState::Active;
  });
  return found == keys().end() ? nullptr : &*found;
}

ClusterRecord Keystore::cluster(std::string_view name) const {
  const auto found = state_->clusters.find(std::string(name));
  if (found != state_->clusters.end()) return found->second;
  ClusterRecord empty;
  empty.cluster = name;
  return empty;
}

std::vector<std::string> Keystore::clusters() const {
  std::vector<std::string> names;
  for (const auto& [name, record] : state_->clusters) names.push_back(name);
  for (const KeyRecord& record : keys()) names.push_back(record.cluster);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::pair<std::string, std::string>> Keystore::public_files() const {
  std::vector<Path> files{state_->folder / kSettingsFile, state_->folder / kOperatorsFile};
  for (const char* folder : {"keys", "clusters", "log"}) {
    std::ranges::copy(json_files(state_->folder / folder), std::back_inserter(files));
  }
  std::vector<std::pair<std::string, std::string>> result;
  for (const Path& file : files) {
    for (const Path& one : {file, signature_of(file)}) {
      result.emplace_back(one.lexically_relative(state_->folder).generic_string(),
                          read_file(one, kMaxRecord));
    }
  }
  return result;
}

}  // namespace holdfast::keystore
