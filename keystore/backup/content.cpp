#include "keystore/backup/content.h"

#include "crypto/age/identity.h"
#include "crypto/primitives/hash.h"
#include "crypto/ssh/public_key.h"
#include "keystore/backup/recovery_page.h"
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "keystore/store/seal.h"
#include "src/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kKind = "backup-manifest";
constexpr const char* kManifest = "manifest.json";
constexpr const char* kManifestSignature = "manifest.json.sig";
constexpr std::string_view kKeyFolder = "keys/";
constexpr std::string_view kKeyEnding = ".txt";

Time created(const KeyRecord& record) {
  const auto found = record.dates.find("created");
  return found == record.dates.end() ? Time() : found->second;
}

ArchiveEntry key_entry(const Keystore& keystore, const KeyRecord& record) {
  return {fmt::format("{}{}{}", kKeyFolder, record.recipient, kKeyEnding),
          identity_file_text(
              record.recipient, keystore.identity_text(record.recipient), created(record))};
}

std::vector<ArchiveEntry> collect(const Keystore& keystore, const BackupLabel& label) {
  std::vector<ArchiveEntry> entries;
  entries.push_back({"RECOVERY.md", SecretText(recovery_page(keystore, label))});
  for (const KeyRecord& record : keystore.keys()) {
    if (record.state != KeyState::Destroyed) entries.push_back(key_entry(keystore, record));
  }
  entries.push_back({"signing_key", keystore.signing_key_file()});
  entries.push_back(
      {"allowed_signers",
       SecretText(fmt::format("holdfast {}\n", ssh::public_key_line(keystore.signer())))});
  for (const auto& [path, content] : keystore.public_files()) {
    entries.push_back({path, SecretText(content)});
  }
  return entries;
}

std::string manifest_of(const Keystore& keystore,
                        const BackupLabel& label,
                        const std::vector<ArchiveEntry>& entries) {
  Json files = Json::array();
  for (const ArchiveEntry& entry : entries) {
    files.push(Json::object()
                   .set("path", entry.path)
                   .set("sha256", sha256_hex(entry.content.expose_bytes())));
  }
  return record_text(start_record(kKind)
                         .set("keystore", keystore.id())
                         .set("name", label.name)
                         .set("taken", time_json(label.taken))
                         .set("recipients", texts_json(recipients_inside(keystore)))
                         .set("log_heads", texts_json(keystore.log_heads()))
                         .set("files", std::move(files)));
}

Error damaged(std::string_view what) {
  return Error(Code::Integrity, fmt::format("the backup is damaged: {}", what));
}

using Files = std::map<std::string, SecretText, std::less<>>;

const SecretText& file_of(const Files& files, std::string_view path) {
  const auto found = files.find(path);
  if (found == files.end()) throw damaged(fmt::format("{} is missing", path));
  return found->second;
}

void check_sums(const Files& files, const Json& manifest) {
  std::size_t named = 2;  // the manifest and its signature name no sum of their own
  for (const Json& file : manifest.at("files").items()) {
    const std::string& path = file.at("path").text();
    if (sha256_hex(file_of(files, path).expose_bytes()) != file.at("sha256").text()) {
      throw damaged(fmt::format("{} has another SHA-256 than the manifest says", path));
    }
    ++named;
  }
  static_cast<void>(file_of(files, kManifestSignature));
  if (named != files.size()) throw damaged("it holds a file that the manifest does not name");
}

// The recipient that the file is named by, once its identity has given it.
std::string check_key(std::string_view path, const SecretText& text) {
  std::string_view name = path;
  name.remove_prefix(kKeyFolder.size());
  name.remove_suffix(kKeyEnding.size());
  std::string recipient = age::parse_identity(key_line(text.expose()).expose())->recipient();
  if (recipient != name) throw damaged(fmt::format("{} holds another key", path));
  return recipient;
}

std::vector<std::string> check_keys(const Files& files) {
  std::vector<std::string> recipients;
  for (const auto& [path, content] : files) {
    const bool is_key = path.starts_with(kKeyFolder) && path.ends_with(kKeyEnding);
    if (is_key) recipients.push_back(check_key(path, content));
  }
  std::ranges::sort(recipients);
  return recipients;
}

}  // namespace

std::vector<std::string> recipients_inside(const Keystore& keystore) {
  std::vector<std::string> recipients;
  for (const KeyRecord& record : keystore.keys()) {
    if (record.state != KeyState::Destroyed) recipients.push_back(record.recipient);
  }
  std::ranges::sort(recipients);
  return recipients;
}

SecretText pack(const Keystore& keystore, const BackupLabel& label) {
  std::vector<ArchiveEntry> entries = collect(keystore, label);
  const std::string manifest = manifest_of(keystore, label, entries);
  entries.push_back({kManifest, SecretText(manifest)});
  entries.push_back({kManifestSignature, SecretText(keystore.signature(manifest, kBackupSpace))});
  return write_tar(entries, label.taken);
}

std::vector<std::string> check_packed(ByteView tar) {
  Files files;
  for (ArchiveEntry& entry : read_tar(tar)) files.emplace(entry.path, std::move(entry.content));
  try {
    const Json manifest = Json::parse(file_of(files, kManifest).expose());
    check_record(manifest, kKind);
    check_sums(files, manifest);
    std::vector<std::string> recipients = check_keys(files);
    if (recipients != texts_of(manifest.at("recipients"))) {
      throw damaged("its keys are not those that the manifest names");
    }
    return recipients;
  } catch (const Error& error) {
    if (error.code() == Code::Integrity) throw;
    throw damaged(error.what());
  }
}

}  // namespace holdfast::keystore
