#include "vault/git/library.h"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <string>

namespace holdfast::vault::git {

namespace {

bool start() {
  if (git_libgit2_init() < 0) throw Error(Code::Failed, "libgit2 does not start");
  git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
  return true;
}

}  // namespace

void start_library() { [[maybe_unused]] static const bool kStarted = start(); }

Error library_error(std::string_view doing) {
  const git_error* last = git_error_last();
  const std::string_view reason =
      last != nullptr && last->message != nullptr ? last->message : "no reason given";
  return {Code::Failed, fmt::format("cannot {}: {}", doing, reason)};
}

void require_git(int result, std::string_view doing) {
  if (result < 0) throw library_error(doing);
}

void FreeHandle::operator()(git_blob* blob) const noexcept { git_blob_free(blob); }
void FreeHandle::operator()(git_commit* commit) const noexcept { git_commit_free(commit); }
void FreeHandle::operator()(git_config* config) const noexcept { git_config_free(config); }
void FreeHandle::operator()(git_filter_list* filters) const noexcept {
  git_filter_list_free(filters);
}
void FreeHandle::operator()(git_index* index) const noexcept { git_index_free(index); }
void FreeHandle::operator()(git_object* object) const noexcept { git_object_free(object); }
void FreeHandle::operator()(git_odb* database) const noexcept { git_odb_free(database); }
void FreeHandle::operator()(git_odb_object* object) const noexcept { git_odb_object_free(object); }
void FreeHandle::operator()(git_reference* reference) const noexcept {
  git_reference_free(reference);
}
void FreeHandle::operator()(git_signature* signature) const noexcept {
  git_signature_free(signature);
}
void FreeHandle::operator()(git_status_list* list) const noexcept { git_status_list_free(list); }
void FreeHandle::operator()(git_tree* tree) const noexcept { git_tree_free(tree); }
void FreeHandle::operator()(git_tree_entry* entry) const noexcept { git_tree_entry_free(entry); }

git_oid library_id(const ObjectId& id) {
  git_oid result{};
  std::ranges::copy(id.raw, std::begin(result.id));
  return result;
}

ObjectId object_id(const git_oid& id) {
  ObjectId result;
  std::ranges::copy(id.id, result.raw.begin());
  return result;
}

}  // namespace holdfast::vault::git
