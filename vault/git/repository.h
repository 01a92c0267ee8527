// A Git repository, read: its branches, trees and blobs.
#pragma once

#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/git/object_id.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct git_repository;

namespace holdfast::vault::git {

// A file of a commit. `mode` is Git's (0100644, 0100755); links and submodules are left out.
struct TreeFile {
  std::string path;  // from the repository's root, '/' between folders
  unsigned mode = 0;
  ObjectId blob;
};

struct Signature {
  std::string name;
  std::string email;
};

// One libgit2 handle; use it from one thread and open another for another thread.
class Repository {
 public:
  // Opens the repository that `folder` lies in (a work tree, a folder below one, or a bare
  // repository). Throws Failed where there is none; Refused, with the Git command that helps, for
  // SHA-256 objects, other formats that libgit2 does not know, and a foreign owner. A split or
  // sparse index is refused by the calls that need the index: uncommitted, untracked, CommitRun.
  [[nodiscard]] static Repository open(const Path& folder);
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;
  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) noexcept;
  ~Repository();

  // Another handle on the same repository, for another thread.
  [[nodiscard]] Repository reopen() const;

  [[nodiscard]] bool is_bare() const;
  // The work tree's root (no slash at the end); throws Failed for a bare repository.
  [[nodiscard]] Path work_tree() const;
  // Where this work tree's own state lies (".git", or ".git/worktrees/NAME"): index, journal.
  [[nodiscard]] Path git_folder() const;

  // The full name of the branch that HEAD points to ("refs/heads/main"), even before its first
  // commit; nullopt when HEAD is detached.
  [[nodiscard]] std::optional<std::string> head_branch() const;
  // The commit that a revision names ("HEAD", a branch, a tag, an id); nullopt if there is none.
  [[nodiscard]] std::optional<ObjectId> resolve(std::string_view revision) const;
  // True if `ancestor` is reached from `commit` (or is the same).
  [[nodiscard]] bool descends_from(const ObjectId& commit, const ObjectId& ancestor) const;

  // Every regular file of a commit, in Git's order.
  [[nodiscard]] std::vector<TreeFile> files(const ObjectId& commit) const;
  // A blob's bytes. Throws Failed when it is missing or larger than `limit`.
  [[nodiscard]] std::string read_blob(const ObjectId& blob, std::size_t limit) const;
  // Calls `with` with a view of the blob's bytes, without a copy; false if larger than `limit`.
  bool visit_blob(const ObjectId& blob,
                  std::size_t limit,
                  const std::function<void(std::string_view)>& with) const;
  // A file's bytes as of a commit; nullopt if it is not there.
  [[nodiscard]] std::optional<std::string> read_file_at(const ObjectId& commit,
                                                        std::string_view path,
                                                        std::size_t limit) const;

  // The message of a commit.
  [[nodiscard]] std::string message(const ObjectId& commit) const;
  // user.name and user.email of Git's configuration, or a fallback that names holdfast.
  [[nodiscard]] Signature author() const;

  // The paths of those `files` whose content in the work tree or in the index differs from their
  // blob (edited, staged, deleted, not a regular file, behind a symbolic link). Git's filters (line
  // ends, attributes) are applied, so that a file that differs only by them is clean; so is one
  // that sparse checkout leaves out. Empty for a bare repository. Paths are compared literally.
  [[nodiscard]] std::vector<std::string> uncommitted(const std::vector<TreeFile>& files) const;
  // Files of the work tree that Git neither tracks nor ignores. Empty for a bare repository.
  [[nodiscard]] std::vector<std::string> untracked() const;

  // The handle, for the files of this folder.
  [[nodiscard]] git_repository* handle() const noexcept;

 private:
  struct Closer {
    void operator()(git_repository* repository) const noexcept;
  };
  explicit Repository(git_repository* handle);
  std::unique_ptr<git_repository, Closer> handle_;
};

}  // namespace holdfast::vault::git
