// The seam to libgit2, for the files of this folder: its start, owned handles, errors and ids.
#pragma once

#include "src/base/error.h"
#include "vault/git/object_id.h"

#include <memory>
#include <string_view>

struct git_blob;
struct git_commit;
struct git_config;
struct git_filter_list;
struct git_index;
struct git_object;
struct git_odb;
struct git_odb_object;
struct git_oid;
struct git_reference;
struct git_signature;
struct git_status_list;
struct git_tree;
struct git_tree_entry;

namespace holdfast::vault::git {

// Starts libgit2 once a process; any thread may call it. Only what opens a repository does: the
// start reads every CA certificate of the system.
void start_library();

// The Error for libgit2's last failure on this thread: "cannot DOING: ITS TEXT".
[[nodiscard]] Error library_error(std::string_view doing);
// Throws it when `result` is one of libgit2's negative codes.
void require_git(int result, std::string_view doing);

struct FreeHandle {
  void operator()(git_blob* blob) const noexcept;
  void operator()(git_commit* commit) const noexcept;
  void operator()(git_config* config) const noexcept;
  void operator()(git_filter_list* filters) const noexcept;
  void operator()(git_index* index) const noexcept;
  void operator()(git_object* object) const noexcept;
  void operator()(git_odb* database) const noexcept;
  void operator()(git_odb_object* object) const noexcept;
  void operator()(git_reference* reference) const noexcept;
  void operator()(git_signature* signature) const noexcept;
  void operator()(git_status_list* list) const noexcept;
  void operator()(git_tree* tree) const noexcept;
  void operator()(git_tree_entry* entry) const noexcept;
};

// A handle of libgit2's, freed with its owner.
template <class T>
using Handle = std::unique_ptr<T, FreeHandle>;

// Owns what `make(T** out)`, a call into libgit2, makes. Throws as require_git does.
template <class T, class Make>
Handle<T> make_handle(std::string_view doing, const Make& make) {
  T* raw = nullptr;
  const int result = make(&raw);
  Handle<T> handle(raw);
  require_git(result, doing);
  return handle;
}

// An id as libgit2 has it, and back.
[[nodiscard]] git_oid library_id(const ObjectId& id);
[[nodiscard]] ObjectId object_id(const git_oid& id);

}  // namespace holdfast::vault::git
