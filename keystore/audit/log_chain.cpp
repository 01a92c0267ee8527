#include "keystore/audit/log_chain.h"

#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "src/base/file.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

namespace holdfast::keystore {

namespace {

std::vector<std::string> difference(const std::set<std::string>& from,
                                    const std::set<std::string>& without) {
  std::vector<std::string> result;
  std::ranges::set_difference(from, without, std::back_inserter(result));
  return result;
}

// Calls `use` with every entry. An entry that was written after the folder was listed is found
// through the one that names it.
LogChain for_each_entry(const Path& folder,
                        const std::function<void(const std::string&, LogEntry)>& use) {
  LogChain chain;
  std::vector<std::string> next = log_hashes(folder);
  while (!next.empty()) {
    for (const std::string& hash : next) {
      LogEntry entry = read_entry(folder, hash);
      chain.add(hash, entry);
      use(hash, std::move(entry));
    }
    next = chain.missing();
  }
  return chain;
}

// Emits each entry once all of its parents are out; of those that are free, the oldest first.
class Ordering {
 public:
  explicit Ordering(std::map<std::string, LogEntry> entries) : entries_(std::move(entries)) {
    for (const auto& [hash, entry] : entries_) {
      const std::set<std::string> parents(entry.parents.begin(), entry.parents.end());
      waiting_[hash] = parents.size();
      for (const std::string& parent : parents) children_[parent].push_back(hash);
      if (parents.empty()) free_.emplace(entry.at, hash);
    }
  }

  std::vector<NamedEntry> run() {
    std::vector<NamedEntry> ordered;
    while (!free_.empty()) {
      const std::string hash = free_.extract(free_.begin()).value().second;
      for (const std::string& child : children_[hash]) {
        if (--waiting_[child] == 0) free_.emplace(entries_.at(child).at, child);
      }
      ordered.push_back({hash, std::move(entries_.at(hash))});
    }
    return ordered;
  }

 private:
  std::map<std::string, LogEntry> entries_;
  std::map<std::string, std::size_t> waiting_;  // parents that are not out yet
  std::map<std::string, std::vector<std::string>> children_;
  std::set<std::pair<Time, std::string>> free_;
};

}  // namespace

void LogChain::add(const std::string& hash, const LogEntry& entry) {
  there_.insert(hash);
  named_.insert(entry.parents.begin(), entry.parents.end());
}

std::vector<std::string> LogChain::heads() const { return difference(there_, named_); }
std::vector<std::string> LogChain::missing() const { return difference(named_, there_); }

Path log_file(const Path& folder, const std::string& hash) {
  return folder / "log" / (hash + ".json");
}

std::vector<std::string> log_hashes(const Path& folder) {
  std::vector<std::string> hashes;
  for (const Path& file : json_files(folder / "log")) {
    if (std::string stem = file.stem(); is_log_hash(stem)) hashes.push_back(std::move(stem));
  }
  return hashes;
}

LogEntry read_entry(const Path& folder, const std::string& hash) {
  const Path file = log_file(folder, hash);
  if (!std::filesystem::exists(file)) {
    throw Error(Code::Integrity, "an entry of the log names it, but it is not there")
        .in_file(file)
        .hint("restore the log from the keystore's history or a backup");
  }
  const std::string text = read_file(file, kMaxRecord);
  if (log_hash(text) != hash) {
    throw Error(Code::Integrity, "the log entry was changed: it has another SHA-256 than its name")
        .in_file(file);
  }
  try {
    return LogEntry::parse(Json::parse(text));
  } catch (Error& error) {
    throw error.in_file(file);
  }
}

LogChain read_chain(const Path& folder, const Ed25519PublicKey& signer) {
  LogChain chain = for_each_entry(folder, [](const std::string&, const LogEntry&) {});
  for (const std::string& head : chain.heads()) {
    static_cast<void>(read_signed(log_file(folder, head), kLogSpace, signer));
  }
  return chain;
}

std::vector<NamedEntry> read_log(const Path& folder) {
  std::map<std::string, LogEntry> entries;
  static_cast<void>(for_each_entry(folder, [&entries](const std::string& hash, LogEntry entry) {
    entries.emplace(hash, std::move(entry));
  }));
  return Ordering(std::move(entries)).run();
}

}  // namespace holdfast::keystore
