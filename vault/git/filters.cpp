#include "vault/git/filters.h"

#include "src/base/file.h"
#include "vault/git/library.h"
#include "vault/git/packed_blob.h"

#include <fmt/format.h>
#include <git2.h>

namespace holdfast::vault::git {

namespace {

// Null where no filter is due.
Handle<git_filter_list> filters_of(const Repository& repository,
                                   const std::string& path,
                                   git_filter_mode_t mode) {
  return make_handle<git_filter_list>("find the filters of " + path, [&](git_filter_list** out) {
    return git_filter_list_load(
        out, repository.handle(), nullptr, path.c_str(), mode, GIT_FILTER_ALLOW_UNSAFE);
  });
}

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

std::optional<ObjectId> cleaned_name(const Repository& repository,
                                     const std::string& path,
                                     std::string_view file_bytes) {
  const auto filters = filters_of(repository, path, GIT_FILTER_TO_ODB);
  if (!filters) return std::nullopt;
  return object_name(ObjectKind::Blob, Filtered(filters.get(), path, file_bytes).bytes());
}

std::string smudged(const Repository& repository, const std::string& path, const ObjectId& blob) {
  const auto filters = filters_of(repository, path, GIT_FILTER_TO_WORKTREE);
  std::string content = repository.read_blob(blob, kMaxDocument);
  return filters ? std::string(Filtered(filters.get(), path, content).bytes()) : content;
}

}  // namespace holdfast::vault::git
