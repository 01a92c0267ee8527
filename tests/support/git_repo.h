// A toy Git repository made by the real git, for one test.
#pragma once

#include "tests/support/temp_dir.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::test {

// Empty at first: branch "main" without a commit, user "Toy User <toy@example.org>", no signing.
class GitRepo {
 public:
  enum class Kind { WorkTree, Bare };
  explicit GitRepo(Kind kind = Kind::WorkTree);

  // The work tree's root (or the bare repository itself).
  [[nodiscard]] const Path& path() const { return root_; }
  // Writes a file of the work tree, its folders too; returns its whole path.
  Path write(const Path& name, std::string_view content) const;
  // A file of the work tree, whole.
  [[nodiscard]] std::string read(const Path& name) const;
  // Stages all that changed and commits it, even if nothing did; returns the commit's id in hex.
  std::string commit(std::string_view message) const;
  // write() and commit() in one.
  std::string commit_file(const Path& name, std::string_view content) const;

  // Runs "git -C path() WORDS" without the user's own configuration and returns what it printed,
  // without the last line feed. Fails the test when git does.
  std::string git(const std::vector<std::string>& words) const;
  // The same, returning git's exit code; what git complains of is dropped.
  [[nodiscard]] int git_code(const std::vector<std::string>& words) const;

  // The id that a revision names, in hex.
  [[nodiscard]] std::string id(std::string_view revision) const;
  // What `git status --porcelain` prints: empty when all is committed.
  [[nodiscard]] std::string status() const;

 private:
  TempDir folder_;  // the repository is a folder in it, so that tests may put others beside it
  Path root_;
};

// Runs git as GitRepo does, in any folder.
std::string run_git(const Path& folder, const std::vector<std::string>& words);

}  // namespace holdfast::test
