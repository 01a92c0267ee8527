// Folders of the work tree, opened one component at a time so that no symbolic link is followed.
#pragma once

#include "vault/git/descriptor.h"

#include <string>
#include <string_view>

namespace holdfast::vault::git {

// The folder and the name of a path in a tree; the folder is "" for the root.
struct SplitPath {
  std::string_view folder;
  std::string name;
};
[[nodiscard]] SplitPath split_path(std::string_view path);

class FolderWalk {
 public:
  // Throws Failed when `root` cannot be opened. Links on the way to the root itself are the user's.
  explicit FolderWalk(Path root);

  // A descriptor of a folder below the root, good until the next call; -1 where a component does
  // not exist (errno ENOENT), is a symbolic link or no folder, or has a name that Git does not
  // allow ("..", ".git"). Consecutive calls for one folder cost nothing.
  [[nodiscard]] int open(std::string_view folder);
  [[nodiscard]] const Path& root() const noexcept { return root_path_; }

 private:
  Path root_path_;
  Descriptor root_;
  Descriptor current_;
  std::string current_folder_;
};

}  // namespace holdfast::vault::git
