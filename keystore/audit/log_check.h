// Checks the whole log, and tells all that is wrong with it.
#pragma once

#include "crypto/primitives/ed25519.h"
#include "src/base/error.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

struct LogReport {
  std::size_t entries = 0;
  std::vector<std::string> heads;
  std::vector<std::string> findings;  // what is wrong and with which entry; empty: the log holds
};

// Checks that each entry in the keystore's `folder` has the SHA-256 that it is named by and is well
// formed, that its parents exist, that its signature holds, and that every anchor (a head that a
// backup or a commit recorded) is there.
[[nodiscard]] LogReport verify_log(const Path& folder,
                                   const Ed25519PublicKey& signer,
                                   const std::vector<std::string>& anchors = {});

}  // namespace holdfast::keystore
