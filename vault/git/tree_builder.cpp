#include "vault/git/tree_builder.h"

#include "vault/git/library.h"

#include <git2.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace holdfast::vault::git {

namespace {

using Changes = std::span<const FileChange* const>;

// A tree object, edited in place: entries keep their order and every byte but the ids.
class RawTree {
 public:
  RawTree(git_odb* database, const git_oid& id) {
    const auto object = make_handle<git_odb_object>(
        "read a tree", [&](git_odb_object** out) { return git_odb_read(out, database, &id); });
    bytes_.assign(static_cast<const char*>(git_odb_object_data(object.get())),
                  git_odb_object_size(object.get()));
    index_entries();
  }

  struct Entry {
    bool is_tree = false;
    std::size_t id_offset = 0;
  };
  [[nodiscard]] const Entry* find(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] ObjectId id(const Entry& entry) const {
    ObjectId result;
    std::ranges::copy(as_bytes(bytes_).subspan(entry.id_offset, result.raw.size()),
                      result.raw.begin());
    return result;
  }
  void replace(const Entry& entry, const ObjectId& id) {
    bytes_.replace(entry.id_offset, id.raw.size(), as_text(id.raw));
  }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  // "MODE NAME\0ID" a line; libgit2 checked the object's hash, nobody its form.
  void index_entries() {
    const std::string_view text = bytes_;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t blank = text.find(' ', at);
      const std::size_t end = text.find('\0', at);
      if (blank > end || end == std::string_view::npos ||
          text.size() - end <= ObjectId().raw.size()) {
        throw Error(Code::Failed, "a tree of the parent commit is malformed");
      }
      const bool is_tree = text.substr(at, blank - at) == "40000";
      entries_[std::string(text.substr(blank + 1, end - blank - 1))] = {is_tree, end + 1};
      at = end + 1 + ObjectId().raw.size();
    }
  }

  struct Hash : std::hash<std::string_view> {
    using is_transparent =
        void;  // NOLINT(readability-identifier-naming): what the library asks for
  };
  std::string bytes_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

class Builder {
 public:
  Builder(git_odb* database, PackWriter& pack) : database_(database), pack_(pack) {}

  // `depth` characters of the changes' paths led to this tree.
  ObjectId rewrite(const git_oid& tree_id, Changes changes, std::size_t depth) {
    RawTree tree(database_, tree_id);
    while (!changes.empty()) {
      const std::string_view rest = std::string_view(changes.front()->path).substr(depth);
      const std::size_t slash = rest.find('/');
      const std::string_view name = rest.substr(0, slash);
      const RawTree::Entry* entry = tree.find(name);
      const bool is_folder = slash != std::string_view::npos;
      if (entry == nullptr || entry->is_tree != is_folder) throw not_there(*changes.front());
      const std::size_t count = is_folder ? count_below(changes, depth + slash + 1) : 1;
      if (is_folder) {
        const git_oid below = library_id(tree.id(*entry));
        tree.replace(*entry, rewrite(below, changes.first(count), depth + slash + 1));
      } else {
        replace_blob(tree, *entry, *changes.front());
      }
      changes = changes.subspan(count);
    }
    return pack_.add(ObjectKind::Tree, tree.bytes());
  }

 private:
  static Error not_there(const FileChange& change) {
    return Error(Code::Failed, "the parent commit does not hold the file as it was read")
        .in_file(change.path);
  }

  static void replace_blob(RawTree& tree, const RawTree::Entry& entry, const FileChange& change) {
    if (tree.id(entry) != change.old_blob) throw not_there(change);
    tree.replace(entry, change.new_blob);
  }

  // Sorted paths with one beginning stand side by side.
  static std::size_t count_below(Changes changes, std::size_t length) {
    const std::string_view folder = std::string_view(changes.front()->path).substr(0, length);
    const auto outside = std::ranges::find_if(
        changes, [&](const FileChange* change) { return !change->path.starts_with(folder); });
    return static_cast<std::size_t>(outside - changes.begin());
  }

  git_odb* database_;
  PackWriter& pack_;
};

std::vector<const FileChange*> sorted(const std::vector<FileChange>& changes) {
  std::vector<const FileChange*> result;
  result.reserve(changes.size());
  for (const FileChange& change : changes) result.push_back(&change);
  std::ranges::sort(result, {}, &FileChange::path);
  const auto twice = std::ranges::adjacent_find(result, {}, &FileChange::path);
  if (twice != result.end()) {
    throw Error(Code::Failed, "changed twice in one commit").in_file((*twice)->path);
  }
  return result;
}

}  // namespace

ObjectId build_trees(const Repository& repository,
                     const ObjectId& parent,
                     const std::vector<FileChange>& changes,
                     PackWriter& pack) {
  const git_oid parent_id = library_id(parent);
  const auto commit = make_handle<git_commit>("read the parent commit", [&](git_commit** out) {
    return git_commit_lookup(out, repository.handle(), &parent_id);
  });
  const auto database = make_handle<git_odb>("open the object database", [&](git_odb** out) {
    return git_repository_odb(out, repository.handle());
  });
  const std::vector<const FileChange*> in_order = sorted(changes);
  return Builder(database.get(), pack).rewrite(*git_commit_tree_id(commit.get()), in_order, 0);
}

}  // namespace holdfast::vault::git
