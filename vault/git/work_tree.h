// Files of the work tree: compared with blobs, and replaced by new versions, whole or not at all.
// No symbolic link is followed below the root.
#pragma once

#include "src/base/secret.h"
#include "vault/git/filters.h"

#include <sys/stat.h>

#include <optional>
#include <string>
#include <vector>

namespace holdfast::vault::git {

class WorkTree {
 public:
  // `run` is a part of the temporary files' names. Repository and index must outlive the object.
  WorkTree(const Repository& repository, const IndexFile& index, std::string run);
  WorkTree(const WorkTree&) = delete;
  WorkTree& operator=(const WorkTree&) = delete;
  WorkTree(WorkTree&&) = delete;
  WorkTree& operator=(WorkTree&&) = delete;
  ~WorkTree();  // removes what was staged and not placed

  // What lies at a path. Other: a link, a folder, anything behind a symbolic link.
  enum class Kind { Regular, Absent, Other };
  struct Found {
    Kind kind = Kind::Other;
    struct stat status {};  // of a regular file
  };
  [[nodiscard]] Found find(const std::string& path);

  // Which blob a file holds, as it is or through Git's filters.
  enum class Content { Old, New, Other };
  [[nodiscard]] Content compare(const std::string& path,
                                const ObjectId& old_blob,
                                const ObjectId& new_blob);

  // Writes what `git checkout` would write for `blob` to a temporary file beside `path`, with the
  // mode of `status`; returns the new file's status. Throws Failed.
  struct stat stage(const std::string& path, const ObjectId& blob, const struct stat& status);
  // Flushes the staged files to disk, then moves each to its place, on several threads. Throws
  // Failed.
  void place();
  // Flushes what was placed. Throws Failed.
  void sync() const;

 private:
  [[nodiscard]] std::optional<SecretText> read(const std::string& path);
  // Moves a part of the staged files; several threads may do so at once.
  void move_staged(std::size_t begin, std::size_t end) const;

  std::string run_;
  FolderWalk folders_;
  Filters filters_;
  std::vector<std::string> staged_;  // paths
};

// Removes the temporary files that a run may have left beside files of these paths.
void remove_temporaries(const Path& work_tree,
                        const std::vector<std::string>& paths,
                        const std::string& run);

// Flushes everything of the file system that `folder` lies on to disk: one call in the place of
// one for each of thousands of files. Throws Failed where the system reports an error.
void sync_file_system(const Path& folder);

}  // namespace holdfast::vault::git
