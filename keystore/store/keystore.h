// The keystore: a folder with every cluster key, each sealed with age to its operators, and the
// signed public record of each (docs/reference/formats/keystore.md).
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/scrypt_passphrase.h"
#include "crypto/primitives/ed25519.h"
#include "keystore/audit/log_entry.h"
#include "keystore/store/key_record.h"
#include "keystore/store/settings.h"
#include "src/base/clock.h"
#include "src/base/error.h"
#include "src/base/json.h"
#include "src/base/secret.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// How a keystore is opened: operators' identities, or the passphrase (asked for at most once). Move
// it into unlock(), which keeps the identities.
struct Unlocker {
  age::Identities identities;
  std::function<std::optional<SecretText>()> passphrase;
};

struct CreateOptions {
  std::vector<std::string> operators;       // age recipients; empty: passphrase mode
  std::optional<SecretText> passphrase;     // needed in passphrase mode
  std::vector<std::string> backup_targets;  // policy: where backups go when --to is not given
  std::string by;
  int work_factor = age::kWrittenWorkFactor;  // of scrypt; lower only in tests, which have no time
};

// What one act changes: records to write and the log entry about it. Public data only.
class Update {
 public:
  void put(const KeyRecord& record);
  void put(const ClusterRecord& record);
  // The act's log entry: a verb ("key generate", "rotate expand"), and what it was about.
  void log(std::string_view act, Json details, ActPhase phase = ActPhase::Outcome);

 private:
  friend class Keystore;
  std::vector<KeyRecord> keys_;
  std::vector<ClusterRecord> clusters_;
  std::vector<LogEntry> entries_;  // without parents, author and date, which sign() sets
};

// A signed update, ready to be written: files relative to the keystore's folder, and their content,
// each file after its signature. It can lie in a journal and be applied after a crash without the
// passphrase.
struct SignedUpdate {
  std::vector<std::pair<std::string, std::string>> files;

  [[nodiscard]] Json print() const;
  [[nodiscard]] static SignedUpdate parse(const Json& json);
};

enum class Access { Read, Write };

// Move-only. With Access::Write it holds the keystore's lock.
class Keystore {
 public:
  // Makes a keystore in `folder`, which must not hold one yet, nor sealed keys (Refused): 0700,
  // files 0600, its signing key sealed like the others, the log entry "init" written. Throws Failed
  // for an operator that is no recipient, or when there is neither an operator nor a passphrase.
  static void create(const Path& folder, CreateOptions options, const Clock& clock);
  // Throws Failed when the system does not let us look.
  [[nodiscard]] static bool exists(const Path& folder);

  // Reads and checks every record and the log against the keystore's signing key. Throws Failed
  // where there is no keystore (hint: init), Integrity when a signature or checksum does not hold.
  // With Access::Write it throws Locked while another holdfast writes; reading goes on beside it.
  [[nodiscard]] static Keystore open(const Path& folder,
                                     Access access,
                                     Clock clock,
                                     std::string by);
  Keystore(const Keystore&) = delete;
  Keystore& operator=(const Keystore&) = delete;
  Keystore(Keystore&&) noexcept;
  Keystore& operator=(Keystore&&) noexcept;
  ~Keystore();

  [[nodiscard]] const Path& folder() const;
  [[nodiscard]] bool passphrase_mode() const;
  // Whom keys are sealed to: the operators, or in passphrase mode the keystore's own identity.
  [[nodiscard]] std::vector<std::string> recipients() const;
  [[nodiscard]] std::vector<std::string> backup_targets() const;
  [[nodiscard]] const Policy& policy() const;
  // 32 hexadecimal digits, chosen when the keystore was made.
  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const Ed25519PublicKey& signer() const;
  // "SHA256:..." of the signing key.
  [[nodiscard]] std::string signer_fingerprint() const;
  // The log's entries that no other names, sorted.
  [[nodiscard]] std::vector<std::string> log_heads() const;
  [[nodiscard]] Time now() const;
  [[nodiscard]] const std::string& by() const;

  [[nodiscard]] const std::vector<KeyRecord>& keys() const;
  // The key that KEY names: a cluster (its active key, else its staged one), a recipient, or a
  // unique prefix of one with at least 8 characters. Throws Failed when none or several are named.
  // What keys(), find() and their like return is good until the next apply().
  [[nodiscard]] const KeyRecord& find(std::string_view key) const;
  [[nodiscard]] const KeyRecord* find_recipient(std::string_view recipient) const;
  // nullptr when the cluster has no such key.
  [[nodiscard]] const KeyRecord* active_key(std::string_view cluster) const;
  // The record of a cluster, empty when it has none yet.
  [[nodiscard]] ClusterRecord cluster(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> clusters() const;

  // Opens the signing key, and with it the right to change the keystore. In passphrase mode the
  // passphrase is asked for unless an identity at hand opens the keystore. Throws NoIdentity when
  // the passphrase or the identities do not open it. Does nothing the second time.
  void unlock(Unlocker unlocker);
  [[nodiscard]] bool unlocked() const;
  // A cluster key's identity. Throws NoIdentity, or Integrity when the file does not hold the key
  // that its name says. Needs unlock().
  [[nodiscard]] age::IdentityPtr identity(std::string_view recipient) const;
  // Its "AGE-SECRET-KEY-1..." line without a line feed.
  [[nodiscard]] SecretText identity_text(std::string_view recipient) const;

  // Seals a private key, writes its file, synced, and opens it again from there; the record is the
  // caller's to put in an update. generate makes a fresh X25519 key, staged. import takes an
  // identity file with one X25519 identity: active where the cluster has no active key, else
  // staged; for a key that is there already it returns the record that it has. Throws Refused when
  // the key belongs to another cluster. Both need unlock() and Access::Write.
  [[nodiscard]] KeyRecord generate(std::string_view cluster);
  [[nodiscard]] KeyRecord import(std::string_view cluster, const SecretText& identity_text);

  // Signs an update. Needs unlock().
  [[nodiscard]] SignedUpdate sign(const Update& update) const;
  // Checks a signed update, writes it, synced, log entries first, and takes it over in memory.
  // Doing so again, after a crash halfway too, gives the same. Needs Access::Write. Throws
  // Integrity when a signature does not hold; then nothing was written.
  void apply(const SignedUpdate& update);

  // For keystore/backup. The public files, relative path and content: keystore.json,
  // operators.json, records and log, each with its signature; sealed files are left out.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> public_files() const;
  // The signing key as an OpenSSH private key file, and an armored signature by it. Need unlock().
  [[nodiscard]] SecretText signing_key_file() const;
  [[nodiscard]] std::string signature(std::string_view text, std::string_view name_space) const;
  // Opens what was sealed to recipients(). Throws NoIdentity or Integrity. Needs unlock().
  [[nodiscard]] SecretText unseal(ByteView file) const;
  // The passphrase-encrypted identity as it lies in the folder; passphrase mode only.
  [[nodiscard]] std::string sealed_identity() const;

 private:
  struct State;
  explicit Keystore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::keystore
