#include "src/base/file.h"

#include "src/base/random.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace holdfast {

namespace {

Error system_error(const Path& file, std::string_view what) {
  return Error(Code::Failed, fmt::format("{}: {}", what, system_reason(errno))).in_file(file);
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::size_t expected_size(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
}

// Reads to the end into `text`, a std::string or a SecretText.
template <class Text>
Text read_all(int descriptor, const Path& name, std::size_t limit) {
  Text text;
  const std::size_t guess = std::min(expected_size(descriptor), limit);
  std::size_t size = 0;
  text.resize(guess + 1);  // one more, so that the end shows without growing
  const auto data = [&text] {
    if constexpr (requires { text.fill(); }) {
      return text.fill().data();
    } else {
      return text.data();
    }
  };
  while (true) {
    if (size == text.size()) text.resize(text.size() * 2 + 4096);
    const ssize_t got = ::read(descriptor, data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error(name, "cannot read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > limit) {
      throw Error(Code::Failed, fmt::format("larger than {} bytes", limit)).in_file(name);
    }
  }
  text.resize(size);
  return text;
}

template <class Text>
Text read_path(const Path& file, std::size_t limit) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.number() < 0) throw system_error(file, "cannot open");
  return read_all<Text>(descriptor.number(), file, limit);
}

Path without_links(const Path& target) {
  std::error_code ignored;
  if (!std::filesystem::is_symlink(target, ignored)) return target;
  Path real = std::filesystem::weakly_canonical(target, ignored);
  return ignored ? target : real;
}

Path folder_of(const Path& file) { return file.has_parent_path() ? file.parent_path() : Path("."); }

}  // namespace

std::string system_reason(int error_number) {
  return std::generic_category().message(error_number);
}

std::string read_file(const Path& file, std::size_t limit) {
  return read_path<std::string>(file, limit);
}

SecretText read_secret_file(const Path& file, std::size_t limit) {
  return read_path<SecretText>(file, limit);
}

SecretText read_descriptor(int descriptor, const Path& name, std::size_t limit) {
  return read_all<SecretText>(descriptor, name, limit);
}

void make_private_folder(const Path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return;
  make_private_folder(folder.parent_path());
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    throw system_error(folder, "cannot make the folder");
  }
}

void sync_folder(const Path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.number() < 0) throw system_error(folder, "cannot open the folder");
  if (::fsync(descriptor.number()) != 0 && errno != EINVAL) {
    throw system_error(folder, "cannot flush the folder");
  }
}

AtomicFile::AtomicFile(const Path& target, std::filesystem::perms mode)
    : target_(without_links(target)),
      temporary_(folder_of(target_) /
                 fmt::format(".{}.holdfast-{}", target_.filename().string(), random_hex(6))),
      descriptor_(
          ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  if (descriptor_ < 0) throw system_error(target_, "cannot write in its folder");
  if (::fchmod(descriptor_, static_cast<mode_t>(mode) & 07777U) != 0) {
    Error error = system_error(target_, "cannot set its mode");
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
    throw error;
  }
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_error(target_, "cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) throw system_error(target_, "cannot flush to disk");
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) throw system_error(target_, "cannot write");
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    throw system_error(target_, "cannot replace the file");
  }
  temporary_.clear();
  sync_folder(folder_of(target_));
}

void write_file(const Path& file, std::string_view content, std::filesystem::perms mode) {
  AtomicFile out(file, mode);
  out.write(as_bytes(content));
  out.commit();
}

void write_into(const Path& file, std::string_view content) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (out.number() < 0) throw system_error(file, "cannot open it to write");
  while (!content.empty()) {
    const ssize_t written = ::write(out.number(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_error(file, "cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_new_private_file(const Path& file, std::string_view content) {
  // The name is claimed first, so that of two processes only one goes on.
  const Descriptor claimed(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (claimed.number() < 0) throw system_error(file, "cannot make the file");
  try {
    write_file(file, content, kPrivate);
  } catch (...) {
    ::unlink(file.c_str());
    throw;
  }
}

std::filesystem::perms mode_of(const Path& file, std::filesystem::perms otherwise) {
  std::error_code absent;
  const auto status = std::filesystem::status(file, absent);
  return absent || !std::filesystem::exists(status) ? otherwise : status.permissions();
}

FileLock::FileLock(const Path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  if (descriptor_ < 0) throw system_error(file, "cannot open the lock");
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
    const std::string holder = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor_, 0) == 0) {
      // The holder's number is a courtesy to whoever waits: without it the lock still holds.
      [[maybe_unused]] const ssize_t written =
          ::pwrite(descriptor_, holder.data(), holder.size(), 0);
    }
    return;
  }
  const int reason = errno;
  std::array<char, 16> holder{};
  const ssize_t got = ::pread(descriptor_, holder.data(), holder.size() - 1, 0);
  ::close(std::exchange(descriptor_, -1));
  if (reason != EWOULDBLOCK) {
    errno = reason;
    throw system_error(file, "cannot lock");
  }
  std::string who(holder.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  std::erase(who, '\n');
  throw Error(Code::Locked,
              "locked by another holdfast" + (who.empty() ? "" : " (process " + who + ")"))
      .in_file(file)
      .hint("wait until it has ended, then try again");
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);  // closing gives the lock up
}

}  // namespace holdfast
