// A folder for plaintext that must leave no trace.
#pragma once

#include "src/base/error.h"

#include <string_view>

namespace holdfast {

// Mode 0700, with a name that nobody can foresee. With the object the folder is gone, its files
// overwritten first, also when an error or (under a SignalWatch) a signal ends the work.
class PrivateFolder {
 public:
  // Throws Failed when none can be made in `parent`.
  explicit PrivateFolder(const Path& parent);
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  PrivateFolder(PrivateFolder&&) = delete;
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder();

  [[nodiscard]] const Path& path() const noexcept { return path_; }

 private:
  Path path_;
};

// Overwrites a regular file with zeros, as well as the system lets one; never throws.
void overwrite_file(const Path& file) noexcept;

}  // namespace holdfast
