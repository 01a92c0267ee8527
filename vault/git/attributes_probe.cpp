#include "vault/git/attributes_probe.h"

#include "src/base/file.h"
#include "vault/git/library.h"

#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace holdfast::vault::git {

namespace {

constexpr const char* kFile = ".gitattributes";
constexpr std::size_t kLargest = std::size_t{1} << 20U;

// Whatever cannot be read may filter: then libgit2 decides.
bool file_filters(int folder, const char* name) {
  struct stat status {};
  if (::fstatat(folder, name, &status, 0) != 0) return errno != ENOENT && errno != ENOTDIR;
  const Descriptor file(::openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open() || !S_ISREG(status.st_mode)) return true;
  if (static_cast<std::size_t>(status.st_size) > kLargest) return true;
  return names_a_filter(read_descriptor(file.number(), name, kLargest).expose());
}

bool file_filters(const Path& file) { return file_filters(AT_FDCWD, file.c_str()); }

// The folders, with ':' between them, in which libgit2 looks for files of a level.
bool level_filters(git_config_level_t level, const char* name) {
  git_buf folders{};
  if (git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, level, &folders) < 0) return true;
  std::string_view rest(folders.ptr, folders.size);
  bool filters = false;
  while (!rest.empty() && !filters) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    filters = file_filters(Path(rest.substr(0, end)) / name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  git_buf_dispose(&folders);
  return filters;
}

bool configuration_filters(git_repository* repository) {
  const auto config = make_handle<git_config>("read Git's configuration", [&](git_config** out) {
    return git_repository_config_snapshot(out, repository);
  });
  const char* value = nullptr;
  if (git_config_get_string(&value, config.get(), "core.autocrlf") == 0 &&
      value != std::string_view("false")) {
    return true;
  }
  // Its path may begin with "~" or be relative: where it is set, libgit2 decides.
  return git_config_get_string(&value, config.get(), "core.attributesfile") == 0 ||
         level_filters(GIT_CONFIG_LEVEL_XDG, "attributes");
}

bool info_filters(git_repository* repository) {
  git_buf folder{};
  if (git_repository_item_path(&folder, repository, GIT_REPOSITORY_ITEM_INFO) < 0) return true;
  const Path file = Path(std::string_view(folder.ptr, folder.size)) / "attributes";
  git_buf_dispose(&folder);
  return file_filters(file);
}

}  // namespace

bool names_a_filter(std::string_view attributes) {
  constexpr std::array<std::string_view, 5> kWords{"text", "eol", "crlf", "ident", "[attr]"};
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    return attributes.find(word) != std::string_view::npos;
  });
}

AttributesProbe::AttributesProbe(const Repository& repository,
                                 const IndexFile& index,
                                 FolderWalk& folders)
    : repository_(repository),
      index_(index),
      folders_(folders),
      everywhere_(configuration_filters(repository.handle()) || info_filters(repository.handle()) ||
                  level_filters(GIT_CONFIG_LEVEL_SYSTEM, "gitattributes")) {}

bool AttributesProbe::may_filter(std::string_view folder) {
  if (everywhere_) return true;
  const auto known = known_.find(std::string(folder));
  if (known != known_.end()) return known->second;
  const bool above = !folder.empty() && may_filter(split_path(folder).folder);
  return known_[std::string(folder)] = above || folder_filters(std::string(folder));
}

bool AttributesProbe::folder_filters(const std::string& folder) {
  if (tracked_file_filters(folder.empty() ? kFile : folder + '/' + kFile)) return true;
  const int opened = folders_.open(folder);
  return opened >= 0 && file_filters(opened, kFile);
}

// Git reads the index where the work tree has no such file, libgit2 does so always.
bool AttributesProbe::tracked_file_filters(const std::string& path) const {
  const git_index_entry* entry = index_.find(path);
  if (entry == nullptr) return false;
  bool filters = false;
  const bool read =
      repository_.visit_blob(object_id(entry->id), kLargest, [&](std::string_view content) {
        filters = names_a_filter(content);
      });
  return !read || filters;
}

}  // namespace holdfast::vault::git
