#include "vault/git/index_lock.h"

#include "src/base/file.h"
#include "vault/git/descriptor.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace holdfast::vault::git {

namespace {

constexpr std::string_view kMark = "holdfast ";
constexpr std::size_t kLongestMark = 64;

// A lock that Git holds may be of any size, or gone by now.
bool is_ours(const Path& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
      static_cast<std::size_t>(status.st_size) > kLongestMark) {
    return false;
  }
  return read_file(file, kLongestMark).starts_with(kMark);
}

// Makes the lock with our mark in it in one step, by a link to a file that is whole: a kill between
// making and writing it would leave a lock that nobody knows to be ours. False if there is one.
bool make(const Path& git_folder, const Path& lock) {
  const Path marked = git_folder / "holdfast" / "index.mark";
  write_file(marked, fmt::format("{}{}\n", kMark, ::getpid()), kPrivate);
  const bool made = ::link(marked.c_str(), lock.c_str()) == 0;
  const int reason = errno;
  ::unlink(marked.c_str());
  if (made || reason == EEXIST) return made;
  errno = reason;
  throw system_failure("lock Git's index", lock);
}

}  // namespace

void remove_own_index_lock(const Path& git_folder) {
  const Path file = git_folder / "index.lock";
  if (is_ours(file)) ::unlink(file.c_str());
}

IndexLock::IndexLock(const Path& git_folder) : file_(git_folder / "index.lock") {
  if (make(git_folder, file_)) return;
  remove_own_index_lock(git_folder);
  if (make(git_folder, file_)) return;
  throw Error(Code::Locked, "another Git command holds the index")
      .in_file(file_)
      .hint("wait until it has ended; if none runs, remove the file");
}

IndexLock::~IndexLock() {
  if (!kept_) release();
}

void IndexLock::release() noexcept {
  if (file_.empty()) return;  // it may be another program's by now
  ::unlink(file_.c_str());
  file_.clear();
}

}  // namespace holdfast::vault::git
