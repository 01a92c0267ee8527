// How the log's entries hang together: which there are, and which of them no other names.
#pragma once

#include "crypto/primitives/ed25519.h"
#include "keystore/audit/log_entry.h"
#include "src/base/error.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace holdfast::keystore {

class LogChain {
 public:
  // Entries may come in any order, and more than once.
  void add(const std::string& hash, const LogEntry& entry);

  [[nodiscard]] bool contains(const std::string& hash) const { return there_.contains(hash); }
  [[nodiscard]] std::size_t size() const { return there_.size(); }
  // The entries that no other names, sorted: the parents of the next.
  [[nodiscard]] std::vector<std::string> heads() const;
  // Named as parents, but not there.
  [[nodiscard]] std::vector<std::string> missing() const;

 private:
  std::set<std::string> there_;
  std::set<std::string> named_;
};

struct NamedEntry {
  std::string hash;
  LogEntry entry;
};

// Where an entry lies in a keystore's folder.
[[nodiscard]] Path log_file(const Path& folder, const std::string& hash);
// The hashes that files of the log are named by, sorted.
[[nodiscard]] std::vector<std::string> log_hashes(const Path& folder);
// Reads one entry. Throws Integrity when its content has another hash.
[[nodiscard]] LogEntry read_entry(const Path& folder, const std::string& hash);

// Reads the log: each entry is the one that its name says, no parent is missing, and the signature
// of each head holds, which vouches for all before it. Throws Integrity.
[[nodiscard]] LogChain read_chain(const Path& folder, const Ed25519PublicKey& signer);

// Every entry, each after its parents, otherwise by date. Throws as read_chain does, but looks at
// no signature.
[[nodiscard]] std::vector<NamedEntry> read_log(const Path& folder);

}  // namespace holdfast::keystore
