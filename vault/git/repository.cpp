#include "vault/git/repository.h"

#include "vault/git/library.h"
#include "vault/git/tree_files.h"

#include <fmt/format.h>
#include <git2.h>

namespace holdfast::vault::git {

namespace {

Path without_slash(std::string_view folder) {
  if (folder.size() > 1 && folder.ends_with('/')) folder.remove_suffix(1);
  return {folder};
}

// The folder that safe.directory has to name.
Path owned_folder(const Path& folder) {
  git_buf found{};
  if (git_repository_discover(&found, folder.c_str(), 0, nullptr) < 0) return folder;
  const Path git_folder = without_slash({found.ptr, found.size});
  git_buf_dispose(&found);
  return git_folder.filename() == ".git" ? git_folder.parent_path() : git_folder;
}

Error foreign_owner(const Path& folder) {
  const Path owned = owned_folder(folder);
  return Error(Code::Refused, "the repository belongs to another user")
      .in_file(owned)
      .hint(fmt::format("if you trust it: git config --global --add safe.directory '{}'",
                        owned.string()));
}

Error unsupported(const Path& folder, std::string_view reason) {
  Error error(Code::Refused, fmt::format("the repository has a format of its own: {}", reason));
  error.in_file(folder);
  if (reason.find("objectformat") != std::string_view::npos) {
    error.hint(
        "SHA-256 objects cannot be written; move to SHA-1: git init --object-format=sha1 NEW && "
        "git fast-export --all | git -C NEW fast-import");
  }
  return error.hint("work in a plain clone: git clone --no-local FOLDER NEW");
}

Error opening_error(int result, const Path& folder) {
  const git_error* last = git_error_last();
  const std::string_view reason = last != nullptr ? last->message : "";
  // libgit2 1.5 says "not found" of a foreign repository where safe.directory is not set at all.
  if (result == GIT_EOWNER || reason.find("safe.directory") != std::string_view::npos) {
    return foreign_owner(folder);
  }
  if (reason.starts_with("unsupported")) return unsupported(folder, reason);
  if (result == GIT_ENOTFOUND) {
    return Error(Code::Failed, "no Git repository here or above").in_file(folder);
  }
  return library_error("open the Git repository").in_file(folder);
}

Handle<git_commit> find_commit(git_repository* repository, const ObjectId& id) {
  const git_oid oid = library_id(id);
  return make_handle<git_commit>("read commit " + id.hex(), [&](git_commit** out) {
    return git_commit_lookup(out, repository, &oid);
  });
}

Handle<git_tree> tree_of(git_repository* repository, const ObjectId& commit) {
  const Handle<git_commit> found = find_commit(repository, commit);
  return make_handle<git_tree>("read the tree of " + commit.hex(),
                               [&](git_tree** out) { return git_commit_tree(out, found.get()); });
}

// Empty if the repository's configuration does not set `name`.
std::string config_text(git_config* config, const char* name) {
  const char* value = nullptr;
  return git_config_get_string(&value, config, name) < 0 || value == nullptr ? "" : value;
}

}  // namespace

void Repository::Closer::operator()(git_repository* repository) const noexcept {
  git_repository_free(repository);
}

Repository::Repository(git_repository* handle) : handle_(handle) {}
Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

Repository Repository::open(const Path& folder) {
  start_library();
  git_repository* handle = nullptr;
  const int result = git_repository_open_ext(&handle, folder.c_str(), 0, nullptr);
  if (result < 0) throw opening_error(result, folder);
  return Repository(handle);
}

Repository Repository::reopen() const { return open(git_folder()); }

bool Repository::is_bare() const { return git_repository_is_bare(handle()) != 0; }

Path Repository::work_tree() const {
  const char* folder = git_repository_workdir(handle());
  if (folder == nullptr) {
    throw Error(Code::Failed, "a bare repository has no work tree").in_file(git_folder());
  }
  return without_slash(folder);
}

Path Repository::git_folder() const { return without_slash(git_repository_path(handle())); }

std::optional<std::string> Repository::head_branch() const {
  const auto head = make_handle<git_reference>("read HEAD", [&](git_reference** out) {
    return git_reference_lookup(out, handle(), "HEAD");
  });
  const char* branch = git_reference_symbolic_target(head.get());
  if (branch == nullptr) return std::nullopt;
  return branch;
}

std::optional<ObjectId> Repository::resolve(std::string_view revision) const {
  git_object* raw = nullptr;
  int result = git_revparse_single(&raw, handle(), std::string(revision).c_str());
  const Handle<git_object> named(raw);
  if (result == GIT_ENOTFOUND || result == GIT_EINVALIDSPEC) return std::nullopt;
  require_git(result, fmt::format("resolve {}", revision));
  git_object* peeled = nullptr;
  result = git_object_peel(&peeled, named.get(), GIT_OBJECT_COMMIT);
  const Handle<git_object> commit(peeled);
  if (result < 0) return std::nullopt;  // it names a tree or a blob
  return object_id(*git_object_id(commit.get()));
}

bool Repository::descends_from(const ObjectId& commit, const ObjectId& ancestor) const {
  if (commit == ancestor) return true;
  const git_oid younger = library_id(commit);
  const git_oid older = library_id(ancestor);
  const int result = git_graph_descendant_of(handle(), &younger, &older);
  require_git(result, "follow the history of " + commit.hex());
  return result == 1;
}

std::vector<TreeFile> Repository::files(const ObjectId& commit) const {
  return list_files(handle(), tree_of(handle(), commit).get());
}

bool Repository::visit_blob(const ObjectId& blob,
                            std::size_t limit,
                            const std::function<void(std::string_view)>& with) const {
  const std::string doing = "read blob " + blob.hex();
  const git_oid oid = library_id(blob);
  const auto database =
      make_handle<git_odb>(doing, [&](git_odb** out) { return git_repository_odb(out, handle()); });
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  // The size comes first, so that a hostile object cannot choose our memory.
  require_git(git_odb_read_header(&size, &type, database.get(), &oid), doing);
  if (type != GIT_OBJECT_BLOB) throw Error(Code::Failed, blob.hex() + " is no blob");
  if (size > limit) return false;
  const auto object = make_handle<git_odb_object>(
      doing, [&](git_odb_object** out) { return git_odb_read(out, database.get(), &oid); });
  with({static_cast<const char*>(git_odb_object_data(object.get())),
        git_odb_object_size(object.get())});
  return true;
}

std::string Repository::read_blob(const ObjectId& blob, std::size_t limit) const {
  std::string content;
  if (!visit_blob(blob, limit, [&content](std::string_view bytes) { content = bytes; })) {
    throw Error(Code::Failed, fmt::format("blob {} has more than {} bytes", blob.hex(), limit));
  }
  return content;
}

std::optional<std::string> Repository::read_file_at(const ObjectId& commit,
                                                    std::string_view path,
                                                    std::size_t limit) const {
  const Handle<git_tree> tree = tree_of(handle(), commit);
  git_tree_entry* raw = nullptr;
  const int result = git_tree_entry_bypath(&raw, tree.get(), std::string(path).c_str());
  const Handle<git_tree_entry> entry(raw);
  if (result == GIT_ENOTFOUND || result == GIT_EINVALIDSPEC) return std::nullopt;
  require_git(result, fmt::format("find {} in commit {}", path, commit.hex()));
  if (git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB) return std::nullopt;
  return read_blob(object_id(*git_tree_entry_id(entry.get())), limit);
}

std::string Repository::message(const ObjectId& commit) const {
  return git_commit_message(find_commit(handle(), commit).get());
}

Signature Repository::author() const {
  const auto config = make_handle<git_config>("read Git's configuration", [&](git_config** out) {
    return git_repository_config_snapshot(out, handle());
  });
  Signature author{config_text(config.get(), "user.name"), config_text(config.get(), "user.email")};
  if (author.name.empty()) author.name = "holdfast";
  if (author.email.empty()) author.email = "holdfast@localhost";
  return author;
}

git_repository* Repository::handle() const noexcept { return handle_.get(); }

}  // namespace holdfast::vault::git
