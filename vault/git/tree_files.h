// Lists the files of a commit's tree.
#pragma once

#include "vault/git/repository.h"

#include <vector>

struct git_tree;

namespace holdfast::vault::git {

// Every regular file below `root`, in Git's order. Throws Failed for a tree that no honest Git
// writes: a name such as ".." or ".git", more than 5 000 000 files, or more than 500 levels.
[[nodiscard]] std::vector<TreeFile> list_files(git_repository* repository, const git_tree* root);

// True if `name` can be one component of a path in a tree.
[[nodiscard]] bool is_plain_name(std::string_view name);

}  // namespace holdfast::vault::git
