// Signing and writing what an act changes.
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "keystore/store/keystore_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

namespace holdfast::keystore {

namespace {

// One file of an update, taken apart and found good.
struct CheckedFile {
  Path path;  // relative
  std::string_view text = {};
  std::string_view signature = {};
  std::string_view name_space = kRecordSpace;
  std::variant<KeyRecord, ClusterRecord, LogEntry> content = {};
};

// A journal can be tampered with, so its paths are: FOLDER/STEM.json, and no more.
std::optional<std::string> stem_in(std::string_view path, std::string_view folder) {
  constexpr std::string_view ending = ".json";
  if (!path.starts_with(folder) || !path.ends_with(ending)) return std::nullopt;
  path.remove_prefix(folder.size());
  path.remove_suffix(std::min(path.size(), ending.size()));
  const bool plain = !path.empty() && path.find('/') == std::string_view::npos;
  return plain ? std::optional<std::string>(path) : std::nullopt;
}

void require(bool holds, const std::string& path, std::string_view what) {
  if (!holds) throw Error(Code::Integrity, fmt::format("update of {}: {}", path, what));
}

CheckedFile parse_content(const std::string& path, std::string_view text) {
  CheckedFile file{.path = path, .text = text};
  if (const auto stem = stem_in(path, "log/")) {
    require(log_hash(text) == *stem, path, "its SHA-256 is another");
    file.name_space = kLogSpace;
    file.content = LogEntry::parse(Json::parse(text));
  } else if (const auto recipient = stem_in(path, "keys/")) {
    auto record = KeyRecord::parse(Json::parse(text));
    require(record.recipient == *recipient, path, "it is the record of another key");
    file.content = std::move(record);
  } else {
    const auto cluster = stem_in(path, "clusters/");
    require(cluster.has_value(), path, "there is no such file in a keystore");
    auto record = ClusterRecord::parse(Json::parse(text));
    require(record.cluster == *cluster, path, "it is the record of another cluster");
    file.content = std::move(record);
  }
  return file;
}

// Parses every file of the update and checks its signature, before anything is written.
std::vector<CheckedFile> check(const SignedUpdate& update, const Ed25519PublicKey& signer) {
  std::vector<CheckedFile> files;
  for (std::size_t i = 0; i < update.files.size(); i += 2) {
    const auto& [signature_path, signature] = update.files[i];
    require(i + 1 < update.files.size(), signature_path, "the file after its signature is missing");
    const auto& [path, text] = update.files[i + 1];
    require(signature_path == path + ".sig", path, "its signature does not come before it");
    CheckedFile file = parse_content(path, text);
    file.signature = signature;
    require(signature_holds(text, signature, file.name_space, signer),
            path,
            "its signature does not hold");
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

void Update::put(const KeyRecord& record) { keys_.push_back(record); }
void Update::put(const ClusterRecord& record) { clusters_.push_back(record); }

void Update::log(std::string_view act, Json details, ActPhase phase) {
  LogEntry entry;
  entry.act = act;
  entry.phase = phase;
  entry.details = std::move(details);
  entries_.push_back(std::move(entry));
}

Json SignedUpdate::print() const {
  Json list = Json::array();
  for (const auto& [path, content] : files) {
    list.push(Json::object().set("path", path).set("content", content));
  }
  return list;
}

SignedUpdate SignedUpdate::parse(const Json& json) {
  SignedUpdate update;
  for (const Json& item : json.items()) {
    update.files.emplace_back(item.at("path").text(), item.at("content").text());
  }
  return update;
}

SignedUpdate Keystore::sign(const Update& update) const {
  SignedUpdate result;
  const auto add = [&](const std::string& path, const Json& json, std::string_view name_space) {
    std::string text = record_text(json);
    result.files.emplace_back(path + ".sig", signature(text, name_space));
    result.files.emplace_back(path, std::move(text));
  };
  // The log comes first: what was done without being recorded is worse than the reverse.
  std::vector<std::string> parents = log_heads();
  for (LogEntry entry : update.entries_) {
    entry.parents = std::move(parents);
    entry.by = by();
    entry.at = now();
    const std::string hash = log_hash(record_text(entry.print()));
    add("log/" + hash + ".json", entry.print(), kLogSpace);
    parents = {hash};
  }
  for (const KeyRecord& record : update.keys_) {
    add("keys/" + record.recipient + ".json", record.print(), kRecordSpace);
  }
  for (const ClusterRecord& record : update.clusters_) {
    add("clusters/" + record.cluster + ".json", record.print(), kRecordSpace);
  }
  return result;
}

void Keystore::apply(const SignedUpdate& update) {
  state_->require_write();
  std::vector<CheckedFile> files = check(update, signer());
  for (const CheckedFile& file : files) {
    write_signed(state_->folder / file.path, file.text, file.signature, file.name_space, signer());
  }
  for (CheckedFile& file : files) {
    if (auto* key = std::get_if<KeyRecord>(&file.content)) {
      state_->take(std::move(*key));
    } else if (auto* cluster = std::get_if<ClusterRecord>(&file.content)) {
      state_->clusters[cluster->cluster] = std::move(*cluster);
    } else {
      state_->log.add(file.path.stem(), std::get<LogEntry>(file.content));
    }
  }
  state_->sort_keys();
}

}  // namespace holdfast::keystore
