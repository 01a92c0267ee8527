// Brings index and work tree from the old blobs of a commit to the new ones.
#pragma once

#include "vault/git/commit_run.h"

#include <string>
#include <vector>

namespace holdfast::vault::git {

// For each change whose file and index entry hold the old or the new blob: file and entry hold the
// new one afterwards, on disk. Others are left alone and named; so is a file that is missing or
// behind a symbolic link. `run` names the temporary files. The caller holds the index lock. May be
// repeated after a crash at any point, once remove_temporaries was called.
WorkTreeOutcome update_files(const Repository& repository,
                             const std::vector<FileChange>& changes,
                             const std::string& run);

}  // namespace holdfast::vault::git
