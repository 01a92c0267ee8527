// The journal of a commit under way: what a crash leaves for --resume.
#pragma once

#include "src/base/json.h"
#include "vault/git/object_id.h"
#include "vault/git/repository.h"

#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault::git {

struct FileChange {
  std::string path;
  unsigned mode = 0;
  ObjectId old_blob;
  ObjectId new_blob;
};

// Written, synced, before the branch moves; removed when work tree, index and record match.
struct Journal {
  std::string branch;  // full name, or "HEAD" when detached
  ObjectId old_commit;
  ObjectId new_commit;
  std::string run;  // beside each file of the work tree, .holdfast-RUN-* is temporary
  std::vector<FileChange> changes;
  Json after;  // what the caller has to do once the branch has moved

  // JSON, one object a line: the head, then each change, so that no repository is too large.
  [[nodiscard]] std::string print() const;
  // Throws Failed.
  [[nodiscard]] static Journal parse(std::string_view text);
};

// GIT_FOLDER/holdfast: the journal, the lock between runs of holdfast, and nothing else but
// temporary files (pack, index, journal in the making).
[[nodiscard]] Path holdfast_folder(const Repository& repository);
// GIT_FOLDER/holdfast/lock, for FileLock.
[[nodiscard]] Path lock_file(const Repository& repository);
// GIT_FOLDER/holdfast/journal.jsonl
[[nodiscard]] Path journal_file(const Repository& repository);

// The journal that a crash left; nullopt if there is none. Throws Failed when it is malformed.
[[nodiscard]] std::optional<Journal> pending_journal(const Repository& repository);

// Throws Stopped, with the hint to resume, when a journal is pending. Every command that writes
// calls this first.
void refuse_pending(const Repository& repository);

// Removes the temporary files that a killed run left in holdfast_folder. The caller holds the lock.
void remove_leftovers(const Repository& repository);

}  // namespace holdfast::vault::git
