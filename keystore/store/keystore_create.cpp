// Making a keystore.
#include "crypto/age/encrypt.h"
#include "crypto/age/x25519.h"
#include "crypto/ssh/private_key.h"
#include "crypto/ssh/public_key.h"
#include "crypto/ssh/signature.h"
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "keystore/store/keystore_state.h"
#include "keystore/store/seal.h"
#include "src/base/random.h"

#include <algorithm>
#include <system_error>

namespace holdfast::keystore {

namespace {

constexpr std::size_t kIdBytes = 16;

// A folder without keystore.json may be what is left of a broken init, and is used again; but keys
// in it are never orphaned.
void refuse_existing(const Path& folder) {
  if (Keystore::exists(folder)) {
    throw Error(Code::Refused, "there is a keystore already").in_file(folder);
  }
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "keys", absent)) {
    if (entry.path().extension() != ".age") continue;
    throw Error(Code::Refused, "the folder holds sealed keys, but no keystore.json")
        .in_file(folder)
        .hint("restore keystore.json from a backup, or choose an empty folder");
  }
}

void make_folders(const Path& folder) {
  for (const Path& one : {folder, folder / "keys", folder / "clusters", folder / "log"}) {
    make_private_folder(one);
    std::error_code error;
    std::filesystem::permissions(one, std::filesystem::perms::owner_all, error);
    if (error) throw Error(Code::Failed, "cannot set its mode: " + error.message()).in_file(one);
  }
}

std::vector<Operator> operators_of(const CreateOptions& options, Time now) {
  std::vector<Operator> operators;
  for (const std::string& text : options.operators) {
    std::string recipient = age::parse_recipient(text)->text();
    const bool known =
        std::ranges::find(operators, recipient, &Operator::recipient) != operators.end();
    if (!known) operators.push_back({std::move(recipient), now, options.by});
  }
  return operators;
}

// Writes the keystore's own identity, encrypted with the passphrase; returns its recipient.
std::string make_own_identity(const Path& folder, const CreateOptions& options, Time now) {
  if (!options.passphrase) throw Error(Code::Failed, "a passphrase or an operator is needed");
  const auto identity = age::X25519Identity::generate();
  const SecretText plain = identity_file_text(identity->recipient(), identity->text(), now);
  const age::ScryptRecipient passphrase(options.passphrase->clone(), options.work_factor);
  write_file(
      folder / kIdentityFile, age::encrypt_armored(plain.expose_bytes(), passphrase), kPrivate);
  return identity->recipient();
}

class SignedWriter {
 public:
  SignedWriter(Path folder, const Ed25519Seed& key)
      : folder_(std::move(folder)), key_(key), signer_(ed25519_public_key(key)) {}

  void write(const Path& file, const std::string& text, std::string_view name_space) const {
    const std::string signature = ssh::sign(as_bytes(text), name_space, key_);
    write_signed(folder_ / file, text, signature, name_space, signer_);
  }

 private:
  Path folder_;
  const Ed25519Seed& key_;
  Ed25519PublicKey signer_;
};

std::string first_entry(const Settings& settings, const std::vector<Operator>& operators) {
  std::vector<std::string> recipients;
  for (const Operator& one : operators) recipients.push_back(one.recipient);
  LogEntry entry;
  entry.act = "init";
  entry.by = settings.by;
  entry.at = settings.created;
  entry.details = Json::object()
                      .set("keystore", settings.id)
                      .set("signer", ssh::fingerprint(settings.signer))
                      .set("operators", texts_json(recipients));
  return record_text(entry.print());
}

}  // namespace

void Keystore::create(const Path& folder, CreateOptions options, const Clock& clock) {
  refuse_existing(folder);
  const Time now = clock();
  const std::vector<Operator> operators = operators_of(options, now);
  make_folders(folder);
  const FileLock lock(folder / kLockFile);
  refuse_existing(folder);

  const Ed25519Seed key = generate_ed25519();
  Settings settings;
  settings.id = random_hex(kIdBytes);
  settings.created = now;
  settings.by = options.by;
  settings.signer = ed25519_public_key(key);
  settings.policy.backup_targets = std::move(options.backup_targets);
  if (operators.empty()) settings.recipient = make_own_identity(folder, options, now);

  std::vector<std::string> sealed_to{settings.recipient};
  if (!operators.empty()) {
    sealed_to.clear();
    for (const Operator& one : operators) sealed_to.push_back(one.recipient);
  }
  const SecretText key_file = ssh::private_key_file(key, "holdfast " + settings.id);
  write_file(folder / kSigningFile, seal(key_file.expose_bytes(), sealed_to), kPrivate);

  const SignedWriter writer(folder, key);
  const std::string entry = first_entry(settings, operators);
  writer.write(Path("log") / (log_hash(entry) + ".json"), entry, kLogSpace);
  writer.write(kOperatorsFile, record_text(print_operators(operators)), kKeystoreSpace);
  // Last, since a keystore exists once this file does.
  writer.write(kSettingsFile, record_text(settings.print()), kKeystoreSpace);
}

}  // namespace holdfast::keystore
