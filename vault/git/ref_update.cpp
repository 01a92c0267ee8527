#include "vault/git/ref_update.h"

#include "src/base/file.h"
#include "vault/git/library.h"

#include <fmt/format.h>
#include <git2.h>

#include <filesystem>

namespace holdfast::vault::git {

namespace {

constexpr std::string_view kDetached = "HEAD";

bool other_work_tree_shows(const Repository& repository, const std::string& branch) {
  git_reference* raw = nullptr;
  const int result = git_reference_lookup(&raw, repository.handle(), branch.c_str());
  const Handle<git_reference> reference(raw);
  return result == 0 && git_branch_is_checked_out(reference.get()) == 1;
}

void refuse_unfinished_work(const Repository& repository) {
  if (git_repository_state(repository.handle()) == GIT_REPOSITORY_STATE_NONE) return;
  throw Error(Code::Refused, "a merge, rebase or the like is under way")
      .in_file(repository.work_tree())
      .hint("git status tells how to end it: --continue or --abort");
}

}  // namespace

bool is_checked_out(const Repository& repository, const std::string& branch) {
  if (!repository.is_bare() &&
      repository.head_branch().value_or(std::string(kDetached)) == branch) {
    refuse_unfinished_work(repository);
    return true;
  }
  if (other_work_tree_shows(repository, branch)) {
    throw Error(Code::Refused, fmt::format("{} is checked out in another work tree", branch))
        .in_file(repository.git_folder())
        .hint("run in that work tree; git worktree list names it");
  }
  return false;
}

std::optional<ObjectId> tip_of(const Repository& repository, const std::string& branch) {
  git_oid id{};
  const int result = git_reference_name_to_id(&id, repository.handle(), branch.c_str());
  if (result == GIT_ENOTFOUND) return std::nullopt;
  require_git(result, "read " + branch);
  return object_id(id);
}

void move_reference(const Repository& repository, const RefUpdate& update) {
  const git_oid from = library_id(update.from);
  const git_oid to = library_id(update.to);
  require_git(git_repository_set_ident(
                  repository.handle(), update.who.name.c_str(), update.who.email.c_str()),
              "set the reflog's identity");
  git_reference* raw = nullptr;
  const int result = git_reference_create_matching(&raw,
                                                   repository.handle(),
                                                   update.branch.c_str(),
                                                   &to,
                                                   1,
                                                   &from,
                                                   update.reflog_message.c_str());
  const Handle<git_reference> moved(raw);
  if (result == GIT_EMODIFIED) {
    throw Error(Code::Refused, fmt::format("{} moved meanwhile", update.branch))
        .hint("nothing was changed; run the command again");
  }
  if (result == GIT_ELOCKED) {
    throw Error(Code::Locked, fmt::format("another Git command holds {}", update.branch))
        .hint("nothing was changed; run the command again");
  }
  // Flushing may fail after the move itself, which then counts.
  if (result < 0) {
    const Error failure = library_error("move " + update.branch);
    if (tip_of(repository, update.branch) != update.to) throw failure;
  }
}

void remove_stale_lock(const Repository& repository,
                       const std::string& branch,
                       const ObjectId& to) {
  constexpr std::size_t kLargestLock = 64;
  const bool detached = branch == kDetached;
  const char* folder = detached ? git_repository_path(repository.handle())
                                : git_repository_commondir(repository.handle());
  const Path lock = Path(folder) / (branch + ".lock");
  std::error_code absent;
  if (std::filesystem::file_size(lock, absent) > kLargestLock || absent) return;
  const std::string content = read_file(lock, kLargestLock);
  if (content.empty() || content == to.hex() + "\n") std::filesystem::remove(lock, absent);
}

}  // namespace holdfast::vault::git
