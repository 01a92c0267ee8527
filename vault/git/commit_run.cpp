#include "vault/git/commit_run.h"

#include "src/base/file.h"
#include "src/base/random.h"
#include "vault/git/commit_text.h"
#include "vault/git/index_file.h"
#include "vault/git/index_lock.h"
#include "vault/git/library.h"
#include "vault/git/pack_writer.h"
#include "vault/git/ref_update.h"
#include "vault/git/tree_builder.h"
#include "vault/git/work_tree_update.h"

#include <fmt/format.h>
#include <git2.h>

#include <cassert>
#include <optional>
#include <utility>

namespace holdfast::vault::git {

namespace {

enum class Step { Opened, ObjectsWritten, JournalWritten, BranchMoved, FilesUpdated, Finished };

Path private_folder(const Repository& repository) {
  Path folder = holdfast_folder(repository);
  make_private_folder(folder);
  return folder;
}

Path pack_folder(const Repository& repository) {
  git_buf objects{};
  require_git(git_repository_item_path(&objects, repository.handle(), GIT_REPOSITORY_ITEM_OBJECTS),
              "find the object database");
  Path folder = Path(std::string_view(objects.ptr, objects.size)) / "pack";
  git_buf_dispose(&objects);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

struct CommitRun::State {
  State(Repository& repository_of_run, std::string branch_of_run, const ObjectId& parent_of_run)
      : repository(repository_of_run),
        branch(std::move(branch_of_run)),
        parent(parent_of_run),
        folder(private_folder(repository)),
        lock(lock_file(repository)) {
    refuse_pending(repository);
    remove_leftovers(repository);
    if (is_checked_out(repository, branch)) {
      index_lock.emplace(repository.git_folder());
      const IndexFile writable(repository.git_folder());  // else it throws, before any work
    }
    if (tip_of(repository, branch) != parent) {
      throw Error(Code::Refused, fmt::format("{} is not at {} any more", branch, parent.hex()))
          .hint("nothing was changed; run the command again");
    }
    pack.emplace(folder / "pack", pack_folder(repository));
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;

  // Nobody was told of what was written before the branch moved.
  ~State() {
    if (step >= Step::BranchMoved) return;
    std::error_code ignored;
    if (step == Step::JournalWritten) std::filesystem::remove(journal_file(repository), ignored);
    if (pack) pack->discard();
  }

  Repository& repository;
  std::string branch;
  ObjectId parent;
  Path folder;
  FileLock lock;
  std::optional<IndexLock> index_lock;  // where the branch is checked out here
  std::optional<PackWriter> pack;
  Step step = Step::Opened;
  std::string run = random_hex(8);
  std::vector<FileChange> changes;
  ObjectId commit;
  CommitText text;
};

CommitRun::CommitRun(Repository& repository, std::string branch, const ObjectId& parent)
    : state_(std::make_unique<State>(repository, std::move(branch), parent)) {}

CommitRun::~CommitRun() = default;

void CommitRun::add(const TreeFile& old_file, std::string_view content) {
  add(old_file, pack_blob(content));
}

void CommitRun::add(const TreeFile& old_file, const PackedBlob& content) {
  assert(state_->step == Step::Opened);
  state_->pack->add(content);
  state_->changes.push_back({old_file.path, old_file.mode, old_file.blob, content.id});
}

const std::vector<FileChange>& CommitRun::changes() const noexcept { return state_->changes; }

ObjectId CommitRun::write_objects(const CommitText& text) {
  assert(state_->step == Step::Opened);
  PackWriter& pack = *state_->pack;
  const ObjectId tree = build_trees(state_->repository, state_->parent, state_->changes, pack);
  state_->text = text;
  state_->commit = pack.add(ObjectKind::Commit, print_commit(text, tree, state_->parent));
  pack.finish();
  state_->step = Step::ObjectsWritten;
  return state_->commit;
}

void CommitRun::write_journal(Json after) {
  assert(state_->step == Step::ObjectsWritten);
  const Journal journal{.branch = state_->branch,
                        .old_commit = state_->parent,
                        .new_commit = state_->commit,
                        .run = state_->run,
                        .changes = state_->changes,
                        .after = std::move(after)};
  state_->step = Step::JournalWritten;
  write_file(journal_file(state_->repository), journal.print(), kPrivate);
}

void CommitRun::move_branch() {
  assert(state_->step == Step::JournalWritten);
  move_reference(state_->repository,
                 {.branch = state_->branch,
                  .from = state_->parent,
                  .to = state_->commit,
                  .reflog_message = "commit: " + subject_of(state_->text),
                  .who = state_->text.author});
  state_->step = Step::BranchMoved;
  if (state_->index_lock) state_->index_lock->keep();
}

WorkTreeOutcome CommitRun::update_work_tree() {
  assert(state_->step == Step::BranchMoved);
  WorkTreeOutcome outcome;
  if (state_->index_lock) {
    outcome = update_files(state_->repository, state_->changes, state_->run);
    state_->index_lock->release();
  }
  state_->step = Step::FilesUpdated;
  return outcome;
}

void CommitRun::finish() {
  assert(state_->step == Step::FilesUpdated);
  remove_journal(state_->repository);
  state_->step = Step::Finished;
}

}  // namespace holdfast::vault::git
