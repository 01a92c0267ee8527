// What is inside a backup: the files of its tar (docs/reference/formats/backup.md).
#pragma once

#include "keystore/backup/archive.h"
#include "keystore/store/keystore.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

struct BackupLabel {
  std::string name;  // of the backup in its target
  Time taken;
};

// The recipients of all keys that a backup of the keystore holds: all but the destroyed ones.
[[nodiscard]] std::vector<std::string> recipients_inside(const Keystore& keystore);

// Packs the keystore, every key in clear, into a tar. Needs an unlocked keystore.
[[nodiscard]] SecretText pack(const Keystore& keystore, const BackupLabel& label);

// Reads a tar as pack() makes it: every file has the SHA-256 that the manifest gives, there is no
// other, and each key gives the recipient that its name says. Returns those recipients, sorted.
// Throws Integrity.
[[nodiscard]] std::vector<std::string> check_packed(ByteView tar);

}  // namespace holdfast::keystore
