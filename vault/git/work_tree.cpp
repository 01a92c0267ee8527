#include "vault/git/work_tree.h"

#include "src/base/file.h"
#include "src/base/work_pool.h"
#include "vault/git/packed_blob.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace holdfast::vault::git {

namespace {

// A work file whose line ends the filters doubled is at most twice its blob; a larger one is not
// a file of ours.
constexpr off_t kLargestFile = 2 * kMaxDocument;

// Each move frees the old file's blocks, for which a disk that discards them at once, or a file
// server, lets us wait: more threads than processors.
constexpr std::size_t kMovers = 8;
constexpr std::size_t kFilesAMover = 16;

constexpr int kNewFile = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

// By the file's name, so that a later run finds it again; short, whatever the length of that name.
std::string temporary_name(const std::string& run, const std::string& name) {
  const std::string digest = object_name(ObjectKind::Blob, name).hex();
  return fmt::format(".holdfast-{}-{}", run, std::string_view(digest).substr(0, 16));
}

void remove_temporary(FolderWalk& folders, const std::string& run, const std::string& path) {
  const SplitPath split = split_path(path);
  const int folder = folders.open(split.folder);
  if (folder >= 0) ::unlinkat(folder, temporary_name(run, split.name).c_str(), 0);
}

}  // namespace

WorkTree::WorkTree(const Repository& repository, const IndexFile& index, std::string run)
    : run_(std::move(run)),
      folders_(repository.work_tree()),
      filters_(repository, index, folders_) {}

WorkTree::~WorkTree() {
  for (const std::string& path : staged_) remove_temporary(folders_, run_, path);
}

WorkTree::Found WorkTree::find(const std::string& path) {
  const SplitPath split = split_path(path);
  const int folder = folders_.open(split.folder);
  Found found;
  if (folder < 0 ||
      ::fstatat(folder, split.name.c_str(), &found.status, AT_SYMLINK_NOFOLLOW) != 0) {
    found.kind = errno == ENOENT ? Kind::Absent : Kind::Other;
  } else if (S_ISREG(found.status.st_mode)) {
    found.kind = Kind::Regular;
  }
  return found;
}

std::optional<SecretText> WorkTree::read(const std::string& path) {
  const Found found = find(path);
  if (found.kind != Kind::Regular || found.status.st_size > kLargestFile) return std::nullopt;
  const SplitPath split = split_path(path);
  // Not blocking, in case a pipe took the file's place since.
  const Descriptor descriptor(::openat(folders_.open(split.folder),
                                       split.name.c_str(),
                                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!descriptor.is_open()) return std::nullopt;
  return read_descriptor(descriptor.number(), folders_.root() / path, std::size_t{kLargestFile});
}

WorkTree::Content WorkTree::compare(const std::string& path,
                                    const ObjectId& old_blob,
                                    const ObjectId& new_blob) {
  const std::optional<SecretText> file = read(path);
  if (!file) return Content::Other;
  const auto which = [&](const ObjectId& held) {
    if (held == old_blob) return Content::Old;
    return held == new_blob ? Content::New : Content::Other;
  };
  const Content as_it_is = which(object_name(ObjectKind::Blob, file->expose()));
  if (as_it_is != Content::Other) return as_it_is;
  const std::optional<ObjectId> cleaned = filters_.cleaned_name(path, file->expose());
  return cleaned ? which(*cleaned) : Content::Other;
}

struct stat WorkTree::stage(const std::string& path,
                            const ObjectId& blob,
                            const struct stat& status) {
  const Path file = folders_.root() / path;
  const std::string content = filters_.smudged(path, blob);
  const SplitPath split = split_path(path);
  const int folder = folders_.open(split.folder);
  const std::string temporary = temporary_name(run_, split.name);
  Descriptor out(::openat(folder, temporary.c_str(), kNewFile, S_IRUSR | S_IWUSR));
  if (!out.is_open()) throw system_failure("write in its folder", file);
  staged_.push_back(path);
  if (::fchmod(out.number(), status.st_mode & 07777U) != 0) {
    throw system_failure("set its mode", file);
  }
  out.write(content, file);
  struct stat written {};
  if (::fstat(out.number(), &written) != 0) throw system_failure("write", file);
  out.close(file);
  return written;
}

void WorkTree::move_staged(std::size_t begin, std::size_t end) const {
  FolderWalk folders(folders_.root());
  for (std::size_t i = begin; i < end; ++i) {
    const SplitPath split = split_path(staged_[i]);
    const int folder = folders.open(split.folder);
    const std::string temporary = temporary_name(run_, split.name);
    if (::renameat(folder, temporary.c_str(), folder, split.name.c_str()) != 0) {
      throw system_failure("replace the file", folders_.root() / staged_[i]);
    }
  }
}

void WorkTree::place() {
  if (staged_.empty()) return;
  sync();
  const std::size_t size = staged_.size();
  const std::size_t parts = std::clamp<std::size_t>(size / kFilesAMover, 1, kMovers);
  for_each_parallel(parts, kMovers, {}, [&](std::size_t part) {
    move_staged(part * size / parts, (part + 1) * size / parts);
  });
  staged_.clear();
}

void WorkTree::sync() const { sync_file_system(folders_.root()); }

void remove_temporaries(const Path& work_tree,
                        const std::vector<std::string>& paths,
                        const std::string& run) {
  FolderWalk folders(work_tree);
  for (const std::string& path : paths) remove_temporary(folders, run, path);
}

void sync_file_system(const Path& folder) {
#ifdef __linux__
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open() || ::syncfs(descriptor.number()) != 0) {
    throw system_failure("flush to disk", folder);
  }
#else
  ::sync();
#endif
}

}  // namespace holdfast::vault::git
