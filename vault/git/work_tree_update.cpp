#include "vault/git/work_tree_update.h"

#include "vault/git/index_file.h"
#include "vault/git/work_tree.h"

#include <git2.h>

#include <utility>

namespace holdfast::vault::git {

namespace {

constexpr std::size_t kBatch = 4096;  // one flush of the disk for so many files

// True if both are of one file whose content nobody touched in between; a rename sets the ctime.
bool same_content(const struct stat& one, const struct stat& other) {
  return one.st_ino == other.st_ino && one.st_size == other.st_size &&
         one.st_mtim.tv_sec == other.st_mtim.tv_sec && one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

class Update {
 public:
  Update(const Repository& repository, const std::string& run)
      : index_(repository.git_folder(), holdfast_folder(repository) / "index"),
        files_(repository, index_, run) {
    WorkTree::Found found;
    index_.distrust_racy_entries([&](const std::string& path) {
      found = files_.find(path);
      return found.kind == WorkTree::Kind::Regular ? &found.status : nullptr;
    });
  }

  void add(const FileChange& change) {
    const git_index_entry* entry = index_.find(change.path);
    const WorkTree::Found found = files_.find(change.path);
    if (entry == nullptr || which(change, object_id(entry->id)) == WorkTree::Content::Other) {
      outcome_.left_alone.push_back(change.path);
    } else if (found.kind == WorkTree::Kind::Absent && is_skipped(*entry)) {
      index_.set(*entry, change.new_blob, nullptr);
    } else {
      add_file(change, *entry, found);
    }
  }

  WorkTreeOutcome finish() {
    place();
    if (outcome_.written > 0) files_.sync();
    index_.commit();
    return std::move(outcome_);
  }

 private:
  static WorkTree::Content which(const FileChange& change, const ObjectId& blob) {
    if (blob == change.old_blob) return WorkTree::Content::Old;
    return blob == change.new_blob ? WorkTree::Content::New : WorkTree::Content::Other;
  }

  WorkTree::Content content(const FileChange& change,
                            const git_index_entry& entry,
                            const WorkTree::Found& found) {
    if (found.kind != WorkTree::Kind::Regular) return WorkTree::Content::Other;
    if (index_.is_current(entry, found.status)) return which(change, object_id(entry.id));
    return files_.compare(change.path, change.old_blob, change.new_blob);
  }

  void add_file(const FileChange& change,
                const git_index_entry& entry,
                const WorkTree::Found& found) {
    switch (content(change, entry, found)) {
      case WorkTree::Content::Old:
        staged_.emplace_back(&change, files_.stage(change.path, change.new_blob, found.status));
        if (staged_.size() == kBatch) place();
        break;
      case WorkTree::Content::New:
        index_.set(entry, change.new_blob, &found.status);
        break;
      case WorkTree::Content::Other:
        // The user's edit stays an edit, now of the new blob: an entry of the old one would be a
        // staged change that undoes the commit.
        index_.set(entry, change.new_blob, nullptr);
        outcome_.left_alone.push_back(change.path);
        break;
    }
  }

  void place() {
    files_.place();
    for (const auto& [change, written] : staged_) {
      const WorkTree::Found found = files_.find(change->path);
      const bool untouched =
          found.kind == WorkTree::Kind::Regular && same_content(written, found.status);
      index_.set(*index_.find(change->path), change->new_blob, untouched ? &found.status : nullptr);
    }
    outcome_.written += staged_.size();
    staged_.clear();
  }

  IndexEdit index_;
  WorkTree files_;
  std::vector<std::pair<const FileChange*, struct stat>> staged_;
  WorkTreeOutcome outcome_;
};

}  // namespace

WorkTreeOutcome update_files(const Repository& repository,
                             const std::vector<FileChange>& changes,
                             const std::string& run) {
  Update update(repository, run);
  for (const FileChange& change : changes) update.add(change);
  return update.finish();
}

}  // namespace holdfast::vault::git
