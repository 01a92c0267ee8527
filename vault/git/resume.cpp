// What --resume does in Git's part of a repository.
#include "src/base/file.h"
#include "vault/git/commit_run.h"
#include "vault/git/index_lock.h"
#include "vault/git/ref_update.h"
#include "vault/git/work_tree.h"
#include "vault/git/work_tree_update.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace holdfast::vault::git {

namespace {

// True for the new commit and all that came on top of it, false for the old one and all that came
// on top of it instead.
bool has_moved(const Repository& repository, const Journal& journal) {
  const std::optional<ObjectId> tip = tip_of(repository, journal.branch);
  const bool new_exists = repository.resolve(journal.new_commit.hex()).has_value();
  if (tip && new_exists && repository.descends_from(*tip, journal.new_commit)) return true;
  if (tip && repository.descends_from(*tip, journal.old_commit)) return false;
  throw Error(Code::Refused,
              fmt::format("{} is neither at {} nor at {}",
                          journal.branch,
                          journal.old_commit.hex(),
                          journal.new_commit.hex()))
      .in_file(journal_file(repository))
      .hint(fmt::format(
          "put the branch back: git update-ref {} {}", journal.branch, journal.old_commit.hex()));
}

std::vector<std::string> paths_of(const std::vector<FileChange>& changes) {
  std::vector<std::string> paths;
  paths.reserve(changes.size());
  for (const FileChange& change : changes) paths.push_back(change.path);
  return paths;
}

std::vector<FileChange> reversed(std::vector<FileChange> changes) {
  for (FileChange& change : changes) std::swap(change.old_blob, change.new_blob);
  return changes;
}

}  // namespace

ResumeOutcome resume(Repository& repository, const Journal& journal) {
  const FileLock lock(lock_file(repository));
  ResumeOutcome outcome{.branch_moved = has_moved(repository, journal), .work_tree = {}};
  remove_leftovers(repository);
  remove_stale_lock(repository, journal.branch, journal.new_commit);
  if (!repository.is_bare()) {
    IndexLock index_lock(repository.git_folder());
    index_lock.keep();
    remove_temporaries(repository.work_tree(), paths_of(journal.changes), journal.run);
    if (is_checked_out(repository, journal.branch)) {
      // A branch that somebody put back to the old commit may have files of the new one.
      outcome.work_tree =
          update_files(repository,
                       outcome.branch_moved ? journal.changes : reversed(journal.changes),
                       journal.run);
    }
    index_lock.release();
  }
  if (!outcome.branch_moved) remove_journal(repository);
  return outcome;
}

void clear_killed_run(const Repository& repository) {
  if (!std::filesystem::exists(holdfast_folder(repository))) return;
  const FileLock lock(lock_file(repository));
  remove_leftovers(repository);
  if (!repository.is_bare()) remove_own_index_lock(repository.git_folder());
}

}  // namespace holdfast::vault::git
