#include "tests/support/temp_dir.h"

#include "src/base/random.h"

#include <fstream>

namespace holdfast::test {

TempDir::TempDir()
    : path_(std::filesystem::temp_directory_path() / ("holdfast-test-" + random_hex(8))) {
  std::filesystem::create_directories(path_);
  path_ = std::filesystem::canonical(path_);
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Path TempDir::write(const Path& name, std::string_view content) const {
  Path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

}  // namespace holdfast::test
