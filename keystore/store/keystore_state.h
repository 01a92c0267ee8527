// What an open keystore knows; shared by the sources of Keystore alone.
#pragma once

#include "keystore/audit/log_chain.h"
#include "keystore/store/keystore.h"
#include "src/base/file.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::keystore {

inline constexpr const char* kSettingsFile = "keystore.json";
inline constexpr const char* kOperatorsFile = "operators.json";
inline constexpr const char* kIdentityFile = "identity.age";
inline constexpr const char* kSigningFile = "signing.age";
inline constexpr const char* kLockFile = "lock";

struct Keystore::State {
  Path folder;
  Clock clock;
  std::string by;
  std::optional<FileLock> lock;  // held with Access::Write

  Settings settings;
  std::vector<Operator> operators;
  std::vector<KeyRecord> keys;  // by cluster, then date, then recipient
  std::map<std::string, ClusterRecord> clusters;
  LogChain log;

  // Set by unlock().
  std::optional<Ed25519Seed> signing_key;
  age::Identities identities;

  // Reading what lies in the folder.
  void read_settings();
  void read_records();
  void take(KeyRecord record);
  void sort_keys();

  [[nodiscard]] std::vector<std::string> recipients() const;
  [[nodiscard]] const Ed25519Seed& unlocked_key() const;
  void require_write() const;

  // unlock()
  void open_with_identities(age::Identities given);
  void open_with_passphrase(const std::function<std::optional<SecretText>()>& ask);
  [[nodiscard]] SecretText unseal(ByteView file) const;

  // Cluster keys.
  [[nodiscard]] Path sealed_key(std::string_view recipient) const;
  [[nodiscard]] SecretText open_key(std::string_view recipient) const;
  void store_key(std::string_view recipient, const SecretText& key);
  [[nodiscard]] KeyRecord new_record(std::string_view recipient,
                                     std::string_view cluster,
                                     std::string_view origin) const;
};

}  // namespace holdfast::keystore
