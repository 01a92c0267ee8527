// Takes a key that rotation replaced out of use.
#pragma once

#include "keystore/store/keystore.h"
#include "vault/git/repository.h"
#include "vault/overlay/repository_scan.h"

#include <optional>
#include <string>
#include <vector>

namespace holdfast::keystore {

// What shows that the cluster can do without the key.
struct RetireEvidence {
  std::optional<std::vector<std::string>> seen_in_secret;  // recipients of the cluster's Secret
  bool asserted = false;                                   // --cluster-has-key
};

// The encrypted files of a commit that list a recipient, in Git's order.
[[nodiscard]] std::vector<std::string> files_listing(const vault::git::Repository& repository,
                                                     const vault::git::ObjectId& commit,
                                                     const std::string& recipient,
                                                     const vault::ScanOptions& scan);

// Enters `retired` and logs it. Throws Refused when the key is not retiring, a file of the head
// still lists it, a rotation of its cluster is under way, or nothing shows that the cluster holds
// the successor.
void retire_key(Keystore& keystore,
                const std::string& recipient,
                const vault::git::Repository& repository,
                const RetireEvidence& evidence,
                const vault::ScanOptions& scan);

}  // namespace holdfast::keystore
