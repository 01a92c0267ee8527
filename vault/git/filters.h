// Git's filters between a blob and its file in the work tree: line ends, $Id$ (attributes and
// core.autocrlf). Drivers that run programs (filter=lfs) are not among them.
#pragma once

#include "vault/git/attributes_probe.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault::git {

class Filters {
 public:
  // All three must outlive the object.
  Filters(const Repository& repository, const IndexFile& index, FolderWalk& folders);

  // The name of the blob that `git add` would make of a file's bytes; nullopt where no filter is
  // due and the bytes are the blob. Throws Failed.
  [[nodiscard]] std::optional<ObjectId> cleaned_name(const std::string& path,
                                                     std::string_view file_bytes);
  // The bytes that `git checkout` would write for a blob. Throws Failed.
  [[nodiscard]] std::string smudged(const std::string& path, const ObjectId& blob);

 private:
  [[nodiscard]] Handle<git_filter_list> find(const std::string& path, bool to_work_tree);

  const Repository& repository_;
  AttributesProbe probe_;
};

}  // namespace holdfast::vault::git
