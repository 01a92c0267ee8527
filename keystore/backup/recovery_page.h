// RECOVERY.md, the page in each backup that tells how to use it without holdfast.
#pragma once

#include "keystore/backup/content.h"
#include "keystore/store/keystore.h"

#include <string>

namespace holdfast::keystore {

// Its shell blocks run as they stand, one after the other, in a folder with the backup's files,
// the encrypted file secret.yaml, and identity.txt where operators open the backup.
[[nodiscard]] std::string recovery_page(const Keystore& keystore, const BackupLabel& label);

}  // namespace holdfast::keystore
