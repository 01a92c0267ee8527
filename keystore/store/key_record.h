// The public record of one cluster key: everything about it but the key.
#pragma once

#include "keystore/store/key_state.h"
#include "src/base/clock.h"
#include "src/base/json.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// A backup that was proven to hold the key.
struct BackupNote {
  std::string target;  // as the user wrote it
  std::string name;    // of the backup in the target
  std::string sha256;  // of the object
  Time taken;
};

struct KeyRecord {
  std::string recipient;  // "age1..."
  std::string cluster;
  KeyState state = KeyState::Staged;
  std::string origin;                 // "generated" or "imported"
  std::string by;                     // who made or imported it
  std::map<std::string, Time> dates;  // step ("created", "active", "retiring", ...) to its date
  std::vector<BackupNote> backups;    // newest last
  bool without_backup = false;        // --without-backup was given for it
  std::optional<Time> compromised;

  [[nodiscard]] bool backed_up() const noexcept { return !backups.empty(); }
  // Sets the state and the date of that step.
  void enter(KeyState next, Time now);

  [[nodiscard]] Json print() const;
  [[nodiscard]] static KeyRecord parse(const Json& json);
};

// A rotation under way.
struct RotationState {
  std::string id;  // random hex, in the commits' trailers
  std::string old_recipient;
  std::string new_recipient;
  std::string phase;  // "expanded": commit 1 is made; "staged": the key exists, no commit yet
  std::string by;
  Time since;
  std::vector<std::string> skipped;  // files that --skip or --path left out
};

// A repository and branch whose files list the cluster's keys.
struct EstateEntry {
  std::string repository;  // absolute path
  std::string branch;
};

// The public record of one cluster.
struct ClusterRecord {
  std::string cluster;
  std::optional<RotationState> rotation;
  std::vector<EstateEntry> estate;
  std::optional<Time> last_rotated;

  [[nodiscard]] Json print() const;
  [[nodiscard]] static ClusterRecord parse(const Json& json);
};

// Throws Usage unless the name is 1 to 63 of a-z 0-9 - . _ and starts with a letter or digit: it
// becomes a file name and a part of commit messages.
void check_cluster_name(std::string_view name);

}  // namespace holdfast::keystore
