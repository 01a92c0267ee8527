// Tells quickly that no filter of Git's can concern a folder. libgit2 looks for attributes anew
// for every file, which costs more than to write the file.
#pragma once

#include "vault/git/folder_walk.h"
#include "vault/git/index_file.h"
#include "vault/git/repository.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace holdfast::vault::git {

class AttributesProbe {
 public:
  // All three must outlive the object.
  AttributesProbe(const Repository& repository, const IndexFile& index, FolderWalk& folders);

  // False if neither core.autocrlf nor any attributes file that Git reads for files of `folder`
  // can make a filter of libgit2's change them.
  [[nodiscard]] bool may_filter(std::string_view folder);

 private:
  [[nodiscard]] bool folder_filters(const std::string& folder);
  [[nodiscard]] bool tracked_file_filters(const std::string& path) const;

  const Repository& repository_;
  const IndexFile& index_;
  FolderWalk& folders_;
  bool everywhere_;
  std::unordered_map<std::string, bool> known_;
};

// True if an attributes file with this content can turn on a filter: text, eol, crlf or ident is
// somewhere in it, or the definition of a macro.
[[nodiscard]] bool names_a_filter(std::string_view attributes);

}  // namespace holdfast::vault::git
