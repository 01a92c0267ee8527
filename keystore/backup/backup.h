// A backup: one age file around a plain tar that `age` and `tar` can open without holdfast.
#pragma once

#include "keystore/store/keystore.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

// Takes a backup of the whole keystore into a folder target and proves it: (a) the tar is read
// again in memory before it is sealed, and each identity in it gives its recipient; (b) the object
// is read back from the target and is the one written (SHA-256); (c) it is sealed to the keystore's
// own recipients. Returns what to note in the records of the keys that it holds. The folder is made
// when missing (mode 0700). Beside NAME.tar.age lie NAME.json (signed, in clear) and, in passphrase
// mode, NAME.identity.age, without which the backup could not be opened elsewhere. Needs an
// unlocked keystore. Throws Failed, naming the target, when any of this does not hold.
[[nodiscard]] BackupNote back_up(const Keystore& keystore, const std::string& target);

}  // namespace holdfast::keystore
