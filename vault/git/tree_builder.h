// New trees for changed files: each tree on their paths once, all others stay as they are.
#pragma once

#include "vault/git/journal.h"
#include "vault/git/pack_writer.h"

#include <vector>

namespace holdfast::vault::git {

// Writes the tree of `parent` with the new blobs of `changes` into the pack and returns its id.
// Throws Failed when a file of `changes` is not in the parent commit with its old blob, or is
// there twice.
[[nodiscard]] ObjectId build_trees(const Repository& repository,
                                   const ObjectId& parent,
                                   const std::vector<FileChange>& changes,
                                   PackWriter& pack);

}  // namespace holdfast::vault::git
