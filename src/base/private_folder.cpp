#include "src/base/private_folder.h"

#include "src/base/file.h"
#include "src/base/random.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <filesystem>

namespace holdfast {

PrivateFolder::PrivateFolder(const Path& parent) : path_(parent / ("holdfast-" + random_hex(8))) {
  if (::mkdir(path_.c_str(), S_IRWXU) == 0) return;
  throw Error(Code::Failed, "cannot make a folder: " + system_reason(errno)).in_file(path_);
}

PrivateFolder::~PrivateFolder() {
  try {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_, ignored)) {
      if (entry.symlink_status(ignored).type() == std::filesystem::file_type::regular) {
        overwrite_file(entry.path());
      }
    }
    std::filesystem::remove_all(path_, ignored);
  } catch (const std::exception&) {
    // Nobody is left to tell.
  }
}

void overwrite_file(const Path& file) noexcept {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return;
  struct stat status {};
  off_t left = ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
  constexpr std::array<char, 4096> kZeros{};
  while (left > 0) {
    const auto size = std::min<std::size_t>(kZeros.size(), static_cast<std::size_t>(left));
    const ssize_t written = ::write(descriptor, kZeros.data(), size);
    if (written <= 0) break;
    left -= written;
  }
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace holdfast
