// Git's index of a work tree: read, compared with files, and written anew beside the old one.
#pragma once

#include "vault/git/library.h"

#include <sys/stat.h>

#include <ctime>
#include <functional>
#include <string>

struct git_index_entry;

namespace holdfast::vault::git {

// The index as it was on disk; entries are those of stage 0.
class IndexFile {
 public:
  // Reads GIT_FOLDER/index; an absent one is empty. Throws Refused, with the Git command that
  // helps, for a split or sparse index, which libgit2 cannot write.
  explicit IndexFile(const Path& git_folder);

  // The entry of a path, or null. Good until the index changes.
  [[nodiscard]] const git_index_entry* find(const std::string& path) const;
  // True if `entry` says, as Git would believe it, that the file with this status holds the
  // entry's blob: nothing about the file changed, and not so lately that the clock cannot tell.
  [[nodiscard]] bool is_current(const git_index_entry& entry, const struct stat& status) const;

 protected:
  IndexFile(const Path& read, const Path& dated);
  [[nodiscard]] git_index* handle() const noexcept { return index_.get(); }
  // True if the file changed when or after the index was written, as fine as the file system's
  // clock tells, and as Git tells, which counts seconds.
  [[nodiscard]] bool is_racy(const git_index_entry& entry) const;
  [[nodiscard]] bool is_racy_for_git(const git_index_entry& entry) const;

 private:
  timespec written_{};
  Handle<git_index> index_;
};

// True if sparse checkout leaves the entry's file out of the work tree.
[[nodiscard]] bool is_skipped(const git_index_entry& entry);

// A new version of the index. Whoever makes one holds index.lock.
class IndexEdit : public IndexFile {
 public:
  // Copies the index to `scratch`, a file on the disk of the Git folder, to be edited there.
  IndexEdit(Path git_folder, Path scratch);
  IndexEdit(const IndexEdit&) = delete;
  IndexEdit& operator=(const IndexEdit&) = delete;
  IndexEdit(IndexEdit&&) = delete;
  IndexEdit& operator=(IndexEdit&&) = delete;
  ~IndexEdit();  // removes the scratch file

  // To be called first. Git looks into a file that changed in the second of the index's own time,
  // as its status proves nothing; under the new, later time it would believe the entry. So Git is
  // kept looking, except where the file's status, which `status_of` returns (null: no regular
  // file), proves to the nanosecond that it did not change.
  void distrust_racy_entries(
      const std::function<const struct stat*(const std::string& path)>& status_of);
  // Sets blob and status of an entry; without a status Git compares the file's content next time.
  void set(const git_index_entry& entry, const ObjectId& blob, const struct stat* status);
  // Moves the edited index over the old one, on disk.
  void commit();

 private:
  Path git_folder_;
  Path scratch_;
};

}  // namespace holdfast::vault::git
