// What of a repository's work tree is not committed.
#include "vault/git/index_file.h"
#include "vault/git/library.h"
#include "vault/git/repository.h"
#include "vault/git/work_tree.h"

#include <git2.h>

namespace holdfast::vault::git {

namespace {

bool is_clean(const TreeFile& file, const IndexFile& index, WorkTree& work_tree) {
  const git_index_entry* entry = index.find(file.path);
  if (entry == nullptr || object_id(entry->id) != file.blob) return false;
  const WorkTree::Found found = work_tree.find(file.path);
  if (found.kind == WorkTree::Kind::Absent) return is_skipped(*entry);
  if (found.kind == WorkTree::Kind::Other) return false;
  return index.is_current(*entry, found.status) ||
         work_tree.compare(file.path, file.blob, file.blob) != WorkTree::Content::Other;
}

}  // namespace

std::vector<std::string> Repository::uncommitted(const std::vector<TreeFile>& files) const {
  std::vector<std::string> result;
  if (is_bare()) return result;
  const IndexFile index(git_folder());
  WorkTree work_tree(*this, index, "");
  for (const TreeFile& file : files) {
    if (!is_clean(file, index, work_tree)) result.push_back(file.path);
  }
  return result;
}

std::vector<std::string> Repository::untracked() const {
  std::vector<std::string> result;
  if (is_bare()) return result;
  const IndexFile readable(git_folder());  // refuses what libgit2 cannot read
  git_status_options options{};
  require_git(git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION),
              "list untracked files");
  options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                  GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  const auto list = make_handle<git_status_list>(
      "list untracked files",
      [&](git_status_list** out) { return git_status_list_new(out, handle(), &options); });
  const std::size_t count = git_status_list_entrycount(list.get());
  for (std::size_t i = 0; i < count; ++i) {
    const git_status_entry* entry = git_status_byindex(list.get(), i);
    if ((entry->status & GIT_STATUS_WT_NEW) == 0) continue;
    const std::string_view path = entry->index_to_workdir->new_file.path;
    if (!path.ends_with('/')) result.emplace_back(path);  // else a repository within this one
  }
  return result;
}

}  // namespace holdfast::vault::git
