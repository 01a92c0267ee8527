#include "vault/git/filters.h"

#include "src/base/file.h"
#include "vault/git/library.h"
#include "vault/git/packed_blob.h"

#include <fmt/format.h>
#include <git2.h>

namespace holdfast::vault::git {

namespace {

// What filters make of `bytes`; wiped at the end, since a work file may hold clear secrets.
class Filtered {
 public:
  Filtered(git_filter_list* filters, const std::string& path, std::string_view bytes) {
    require_git(git_filter_list_apply_to_buffer(&buffer_, filters, bytes.data(), bytes.size()),
                "apply the filters of " + path);
  }
  Filtered(const Filtered&) = delete;
  Filtered& operator=(const Filtered&) = delete;
  Filtered(Filtered&&) = delete;
  Filtered& operator=(Filtered&&) = delete;
  ~Filtered() {
    if (buffer_.reserved > 0) wipe(buffer_.ptr, buffer_.size);  // else it is the input itself
    git_buf_dispose(&buffer_);
  }
  [[nodiscard]] std::string_view bytes() const { return {buffer_.ptr, buffer_.size}; }

 private:
  git_buf buffer_{};
};

}  // namespace

Filters::Filters(const Repository& repository, const IndexFile& index, FolderWalk& folders)
    : repository_(repository), probe_(repository, index, folders) {}

// Null where no filter is due.
Handle<git_filter_list> Filters::find(const std::string& path, bool to_work_tree) {
  if (!probe_.may_filter(split_path(path).folder)) return nullptr;
  const git_filter_mode_t mode = to_work_tree ? GIT_FILTER_TO_WORKTREE : GIT_FILTER_TO_ODB;
  return make_handle<git_filter_list>("find the filters of " + path, [&](git_filter_list** out) {
    return git_filter_list_load(
        out, repository_.handle(), nullptr, path.c_str(), mode, GIT_FILTER_ALLOW_UNSAFE);
  });
}

std::optional<ObjectId> Filters::cleaned_name(const std::string& path,
                                              std::string_view file_bytes) {
  const auto filters = find(path, false);
  if (!filters) return std::nullopt;
  return object_name(ObjectKind::Blob, Filtered(filters.get(), path, file_bytes).bytes());
}

std::string Filters::smudged(const std::string& path, const ObjectId& blob) {
  const auto filters = find(path, true);
  std::string content = repository_.read_blob(blob, kMaxDocument);
  return filters ? std::string(Filtered(filters.get(), path, content).bytes()) : content;
}

}  // namespace holdfast::vault::git
