#include "keystore/backup/folder_target.h"

#include "src/base/file.h"

#include <fmt/format.h>

#include <system_error>

namespace holdfast::keystore {

FolderTarget::FolderTarget(const std::string& target) : folder_(target) {
  if (target.empty() || target.find("://") != std::string::npos) {
    throw Error(Code::Failed, fmt::format("\"{}\" is no backup target that is known", target))
        .hint("name a folder");
  }
  make_private_folder(folder_);
  std::error_code unknown;
  if (!std::filesystem::is_directory(folder_, unknown)) {
    throw Error(Code::Failed, "the backup target is no folder").in_file(folder_);
  }
}

FolderTarget::~FolderTarget() {
  std::error_code ignored;
  for (const Path& file : written_) std::filesystem::remove(file, ignored);
}

void FolderTarget::write(const std::string& name, std::string_view content) {
  const Path file = folder_ / name;
  write_new_private_file(file, content);
  written_.push_back(file);
}

std::string FolderTarget::read(const std::string& name, std::size_t limit) const {
  return read_file(folder_ / name, limit);
}

}  // namespace holdfast::keystore
