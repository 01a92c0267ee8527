// A folder that backups are written to.
#pragma once

#include "src/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// The files of one backup, removed again unless keep() is called.
class FolderTarget {
 public:
  // Makes the folder (mode 0700) when missing. Throws Failed, also for a target that is no folder.
  explicit FolderTarget(const std::string& target);
  FolderTarget(const FolderTarget&) = delete;
  FolderTarget& operator=(const FolderTarget&) = delete;
  FolderTarget(FolderTarget&&) = delete;
  FolderTarget& operator=(FolderTarget&&) = delete;
  ~FolderTarget();

  // Writes a new file whole, synced, mode 0600. Throws Failed.
  void write(const std::string& name, std::string_view content);
  // What lies in the folder under that name; at most `limit` bytes. Throws Failed.
  [[nodiscard]] std::string read(const std::string& name, std::size_t limit) const;
  void keep() noexcept { written_.clear(); }

 private:
  Path folder_;
  std::vector<Path> written_;
};

}  // namespace holdfast::keystore
