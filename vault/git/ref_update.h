// The commit point: moving a branch by compare-and-swap.
#pragma once

#include "vault/git/repository.h"

#include <string>

namespace holdfast::vault::git {

// True if the work tree of `repository` shows `branch` ("HEAD": its detached head), so that moving
// the branch concerns index and files. Throws Refused for a branch that another work tree shows,
// and in the middle of a merge, rebase or the like.
[[nodiscard]] bool is_checked_out(const Repository& repository, const std::string& branch);

// The commit of a branch, or of a detached head; nullopt if there is none.
[[nodiscard]] std::optional<ObjectId> tip_of(const Repository& repository,
                                             const std::string& branch);

struct RefUpdate {
  std::string branch;
  ObjectId from;
  ObjectId to;
  std::string reflog_message;  // one line
  Signature who;
};

// Throws Refused when the branch is not at `from` any more, Locked when Git holds it.
void move_reference(const Repository& repository, const RefUpdate& update);

// Removes the lock file of a branch that a killed move_reference left: it is empty or holds `to`.
// Another program's lock holds another id and stays. The caller holds holdfast's own lock.
void remove_stale_lock(const Repository& repository, const std::string& branch, const ObjectId& to);

}  // namespace holdfast::vault::git
