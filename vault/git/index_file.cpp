#include "vault/git/index_file.h"

#include "src/base/file.h"
#include "vault/git/descriptor.h"

#include <git2.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string_view>
#include <tuple>
#include <utility>

namespace holdfast::vault::git {

namespace {

timespec modification_time(const Path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mtim : timespec{};
}

Error opening_error(const Path& file) {
  Error error = library_error("read Git's index").in_file(file);
  const std::string_view text = error.what();
  if (text.find("'link'") != std::string_view::npos) {
    return Error(Code::Refused, "Git's index is split, which cannot be written safely")
        .in_file(file)
        .hint("run: git update-index --no-split-index");
  }
  if (text.find("'sdir'") != std::string_view::npos) {
    return Error(Code::Refused, "Git's index is sparse, which cannot be written safely")
        .in_file(file)
        .hint("run: git sparse-checkout reapply --no-sparse-index");
  }
  return error.hint("run: git -c index.skipHash=false update-index --force-write-index");
}

Handle<git_index> open_index(const Path& file) {
  start_library();
  git_index* raw = nullptr;
  const int result = git_index_open(&raw, file.c_str());
  Handle<git_index> index(raw);
  if (result < 0) throw opening_error(file);
  return index;
}

// What an index entry remembers of a file's status: the same fields, truncated in the same way.
void set_status(git_index_entry& entry, const struct stat& status) {
  entry.ctime = {static_cast<std::int32_t>(status.st_ctim.tv_sec),
                 static_cast<std::uint32_t>(status.st_ctim.tv_nsec)};
  entry.mtime = {static_cast<std::int32_t>(status.st_mtim.tv_sec),
                 static_cast<std::uint32_t>(status.st_mtim.tv_nsec)};
  entry.dev = static_cast<std::uint32_t>(status.st_dev);
  entry.ino = static_cast<std::uint32_t>(status.st_ino);
  entry.uid = status.st_uid;
  entry.gid = status.st_gid;
  entry.file_size = static_cast<std::uint32_t>(status.st_size);
}

auto remembered(const git_index_entry& entry) {
  return std::tuple(entry.ctime.seconds,
                    entry.ctime.nanoseconds,
                    entry.mtime.seconds,
                    entry.mtime.nanoseconds,
                    entry.ino,
                    entry.uid,
                    entry.gid,
                    entry.file_size);
}

}  // namespace

IndexFile::IndexFile(const Path& git_folder)
    : IndexFile(git_folder / "index", git_folder / "index") {}

// The time is taken before the content, so that a newer index in between looks older than it is.
IndexFile::IndexFile(const Path& read, const Path& dated)
    : written_(modification_time(dated)), index_(open_index(read)) {}

const git_index_entry* IndexFile::find(const std::string& path) const {
  return git_index_get_bypath(index_.get(), path.c_str(), 0);
}

bool IndexFile::is_racy(const git_index_entry& entry) const {
  const auto written = std::pair(static_cast<std::int32_t>(written_.tv_sec),
                                 static_cast<std::uint32_t>(written_.tv_nsec));
  if (entry.mtime.nanoseconds == 0) return entry.mtime.seconds >= written.first;
  return std::pair(entry.mtime.seconds, entry.mtime.nanoseconds) >= written;
}

bool IndexFile::is_racy_for_git(const git_index_entry& entry) const {
  return entry.mtime.seconds >= static_cast<std::int32_t>(written_.tv_sec);
}

bool IndexFile::is_current(const git_index_entry& entry, const struct stat& status) const {
  git_index_entry now{};
  set_status(now, status);
  return remembered(now) == remembered(entry) && !is_racy(entry);
}

bool is_skipped(const git_index_entry& entry) {
  return (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
}

namespace {

const Path& copied(const Path& from, const Path& to) {
  std::error_code failure;
  std::filesystem::remove(to, failure);
  if (!std::filesystem::exists(from)) return to;
  std::filesystem::copy_file(from, to, failure);
  if (failure) {
    throw Error(Code::Failed, "cannot copy Git's index: " + failure.message()).in_file(to);
  }
  return to;
}

}  // namespace

IndexEdit::IndexEdit(Path git_folder, Path scratch)
    : IndexFile(copied(git_folder / "index", scratch), git_folder / "index"),
      git_folder_(std::move(git_folder)),
      scratch_(std::move(scratch)) {}

IndexEdit::~IndexEdit() { ::unlink(scratch_.c_str()); }

void IndexEdit::set(const git_index_entry& entry, const ObjectId& blob, const struct stat* status) {
  git_index_entry changed = entry;
  changed.id = library_id(blob);
  const struct stat unknown {};
  set_status(changed, status != nullptr ? *status : unknown);
  require_git(git_index_add(handle(), &changed), "edit Git's index");
}

void IndexEdit::distrust_racy_entries(
    const std::function<const struct stat*(const std::string& path)>& status_of) {
  const std::size_t count = git_index_entrycount(handle());
  for (std::size_t i = 0; i < count; ++i) {
    const git_index_entry* entry = git_index_get_byindex(handle(), i);
    const bool is_file = entry->mode != GIT_FILEMODE_COMMIT && git_index_entry_stage(entry) == 0;
    if (!is_file || !is_racy_for_git(*entry)) continue;
    const struct stat* status = status_of(entry->path);
    if (status != nullptr && is_current(*entry, *status)) continue;
    git_index_entry changed = *entry;
    changed.file_size = 0;  // what Git itself writes in such a case
    require_git(git_index_add(handle(), &changed), "edit Git's index");
  }
}

void IndexEdit::commit() {
  require_git(git_index_write(handle()), "write Git's index");
  const Path index = git_folder_ / "index";
  ::chmod(scratch_.c_str(), static_cast<mode_t>(mode_of(index, kPublic)));  // a shared repository's
  if (::rename(scratch_.c_str(), index.c_str()) != 0) {
    throw system_failure("replace Git's index", index);
  }
  sync_folder(git_folder_);
}

}  // namespace holdfast::vault::git
