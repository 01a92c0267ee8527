// One commit over many files, all or nothing: objects first, then the journal, then the branch by
// compare-and-swap (the commit point), then index and work tree.
#pragma once

#include "vault/git/journal.h"
#include "vault/git/packed_blob.h"
#include "vault/git/repository.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault::git {

struct CommitText {
  std::string message;  // with its trailers, ends with a line feed
  Signature author;
};

// What finishing found in the work tree.
struct WorkTreeOutcome {
  std::size_t written = 0;
  std::vector<std::string> left_alone;  // neither old nor new content: the user's, not touched
};

// The steps are called in the order of their declaration, on one thread. Until move_branch()
// returns, nothing but unreachable objects, index.lock and the journal was made, and destroying the
// run removes them. After it, whatever fails, journal and index.lock stay for resume().
class CommitRun {
 public:
  // `branch` is a full name, or "HEAD" for a detached head; the repository must outlive the run.
  // Takes the lock between runs of holdfast and, where the branch is checked out here, Git's index
  // lock (made with O_EXCL). Throws Locked when one is held, Stopped when a journal is pending,
  // Refused where the branch is not at `parent` or is checked out in another work tree, where a
  // merge or the like is under way, and where the index is split or sparse.
  CommitRun(Repository& repository, std::string branch, const ObjectId& parent);
  CommitRun(const CommitRun&) = delete;
  CommitRun& operator=(const CommitRun&) = delete;
  CommitRun(CommitRun&&) = delete;
  CommitRun& operator=(CommitRun&&) = delete;
  ~CommitRun();

  // Adds the new content of a file of the parent commit to the pack. The blob is these very bytes;
  // Git's filters are not applied. The second form takes what pack_blob made of them, on any
  // thread.
  void add(const TreeFile& old_file, std::string_view content);
  void add(const TreeFile& old_file, const PackedBlob& content);
  // The new blob of each file added, in the order of add().
  [[nodiscard]] const std::vector<FileChange>& changes() const noexcept;

  // Writes trees and the commit into the pack, and the pack to disk (fsynced, one pack, no loose
  // objects). Returns the new commit's id. Nothing refers to it yet. Throws Failed when a file was
  // added twice or was not in the parent commit.
  ObjectId write_objects(const CommitText& text);
  // Writes the journal, synced. `after` is the caller's, given back by pending_journal.
  void write_journal(Json after);
  // Moves the branch from parent to the new commit by compare-and-swap, with a reflog line. Throws
  // Refused when someone else moved it.
  void move_branch();
  // Brings index and work tree to the new commit: files whose content (through Git's filters) is
  // the old blob are replaced, with Git's checkout filters, their mode kept; others are left alone
  // and named. Releases the index lock. Does nothing where the branch is not checked out here.
  WorkTreeOutcome update_work_tree();
  // Removes the journal. To be called once the caller's own state is written.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Goes on after a crash. Where the branch is still old, or went on from there without the new
// commit: removes temporary files, index lock and journal, and branch_moved is false (nothing
// happened; the pack is left to git gc). Where it is at the new commit or past it: brings index
// and work tree to match, and branch_moved is true; the caller then does what journal.after says
// and calls remove_journal. Throws Refused for a branch that is elsewhere, Locked when another
// holdfast or Git command is at work. May be called again after a crash of its own.
struct ResumeOutcome {
  bool branch_moved = false;
  WorkTreeOutcome work_tree;
};
[[nodiscard]] ResumeOutcome resume(Repository& repository, const Journal& journal);
void remove_journal(const Repository& repository);

// Removes what a run that was killed before it wrote its journal left: temporary files and our
// index.lock, which keeps Git from working. Throws Locked when another holdfast is at work.
void clear_killed_run(const Repository& repository);

}  // namespace holdfast::vault::git
