// A folder of its own for one test, gone when the test ends.
#pragma once

#include "src/base/error.h"

#include <string_view>

namespace holdfast::test {

class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  TempDir(TempDir&&) = delete;
  TempDir& operator=(TempDir&&) = delete;
  ~TempDir();

  [[nodiscard]] const Path& path() const { return path_; }
  // Writes a file below the folder, its parents too; returns its whole path.
  Path write(const Path& name, std::string_view content) const;

 private:
  Path path_;
};

}  // namespace holdfast::test
