#include "vault/git/index_lock.h"

#include "src/base/file.h"
#include "vault/git/descriptor.h"

#include <fcntl.h>
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

Descriptor make(const Path& file) {
  return Descriptor(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

}  // namespace

void remove_own_index_lock(const Path& git_folder) {
  const Path file = git_folder / "index.lock";
  if (is_ours(file)) ::unlink(file.c_str());
}

IndexLock::IndexLock(const Path& git_folder) : file_(git_folder / "index.lock") {
  Descriptor made = make(file_);
  if (!made.is_open() && errno == EEXIST && is_ours(file_)) {
    ::unlink(file_.c_str());
    made = make(file_);
  }
  if (!made.is_open() && errno == EEXIST) {
    throw Error(Code::Locked, "another Git command holds the index")
        .in_file(file_)
        .hint("wait until it has ended; if none runs, remove the file");
  }
  if (!made.is_open()) throw system_failure("lock Git's index", file_);
  try {
    made.write(fmt::format("{}{}\n", kMark, ::getpid()), file_);
  } catch (...) {
    ::unlink(file_.c_str());  // without its mark nobody would know whose it is
    throw;
  }
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
