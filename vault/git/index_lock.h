// Git's lock on its index, GIT_FOLDER/index.lock, held by us from before the branch moves until
// the index matches it.
#pragma once

#include "src/base/error.h"

namespace holdfast::vault::git {

class IndexLock {
 public:
  // Makes the file, with "holdfast PID" in it (Git never reads it). One with that mark is what a
  // killed run left, and is taken over: the caller holds holdfast's own lock. Throws Locked when
  // it is another program's.
  explicit IndexLock(const Path& git_folder);
  IndexLock(const IndexLock&) = delete;
  IndexLock& operator=(const IndexLock&) = delete;
  IndexLock(IndexLock&&) = delete;
  IndexLock& operator=(IndexLock&&) = delete;
  ~IndexLock();  // removes the file unless it is to be kept

  // From now on only release() removes the file: the branch moves, and until the index matches it
  // nobody may commit, whatever becomes of this process.
  void keep() noexcept { kept_ = true; }
  // Removes the file.
  void release() noexcept;

 private:
  Path file_;
  bool kept_ = false;
};

// Removes an index.lock with our mark, which a killed run left; another program's stays. The caller
// holds holdfast's own lock.
void remove_own_index_lock(const Path& git_folder);

}  // namespace holdfast::vault::git
