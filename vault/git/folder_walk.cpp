#include "vault/git/folder_walk.h"

#include "vault/git/tree_files.h"

#include <fcntl.h>

#include <cerrno>
#include <utility>

namespace holdfast::vault::git {

namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

}  // namespace

SplitPath split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"", std::string(path)};
  return {path.substr(0, slash), std::string(path.substr(slash + 1))};
}

FolderWalk::FolderWalk(Path root)
    : root_path_(std::move(root)), root_(::open(root_path_.c_str(), kFolder)) {
  if (!root_.is_open()) throw system_failure("open the work tree", root_path_);
}

int FolderWalk::open(std::string_view folder) {
  if (folder.empty()) return root_.number();
  if (current_.is_open() && folder == current_folder_) return current_.number();
  Descriptor reached;
  std::string_view rest = folder;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string component(rest.substr(0, slash));
    if (!is_plain_name(component)) {
      errno = EINVAL;
      return -1;
    }
    const int parent = reached.is_open() ? reached.number() : root_.number();
    reached = Descriptor(::openat(parent, component.c_str(), kFolder | O_NOFOLLOW));
    if (!reached.is_open()) return -1;
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  current_ = std::move(reached);
  current_folder_ = folder;
  return current_.number();
}

}  // namespace holdfast::vault::git
