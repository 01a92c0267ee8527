#include "vault/git/tree_files.h"

#include "vault/git/library.h"

#include <git2.h>

#include <algorithm>

namespace holdfast::vault::git {

namespace {

// A few kilobytes of trees that name each other many times can stand for any number of files.
constexpr std::size_t kMaxEntries = 5'000'000;
constexpr int kMaxDepth = 500;

class Walk {
 public:
  explicit Walk(git_repository* repository) : repository_(repository) {}

  void visit(const git_tree* tree, int depth) {
    if (depth > kMaxDepth) throw Error(Code::Failed, "folders too deep").in_file(prefix_);
    const std::size_t count = git_tree_entrycount(tree);
    for (std::size_t i = 0; i < count; ++i) visit_entry(git_tree_entry_byindex(tree, i), depth);
  }
  std::vector<TreeFile> take() { return std::move(files_); }

 private:
  void visit_entry(const git_tree_entry* entry, int depth) {
    const std::string_view name = git_tree_entry_name(entry);
    if (!is_plain_name(name)) {
      throw Error(Code::Failed, "the tree holds a name that is no file name").in_file(prefix_);
    }
    if (++entries_ > kMaxEntries) throw Error(Code::Failed, "the tree has too many files");
    const std::size_t parent = prefix_.size();
    prefix_ += name;
    switch (git_tree_entry_filemode(entry)) {
      case GIT_FILEMODE_TREE:
        descend(entry, depth);
        break;
      case GIT_FILEMODE_BLOB:
      case GIT_FILEMODE_BLOB_EXECUTABLE:
        files_.push_back({prefix_,
                          static_cast<unsigned>(git_tree_entry_filemode(entry)),
                          object_id(*git_tree_entry_id(entry))});
        break;
      case GIT_FILEMODE_LINK:
      case GIT_FILEMODE_COMMIT:
      case GIT_FILEMODE_UNREADABLE:
        break;
    }
    prefix_.resize(parent);
  }

  void descend(const git_tree_entry* entry, int depth) {
    const Handle<git_tree> tree = make_handle<git_tree>("read a tree", [&](git_tree** out) {
      return git_tree_lookup(out, repository_, git_tree_entry_id(entry));
    });
    prefix_ += '/';
    visit(tree.get(), depth + 1);
  }

  git_repository* repository_;
  std::string prefix_;
  std::size_t entries_ = 0;
  std::vector<TreeFile> files_;
};

bool is_git_folder(std::string_view name) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(name, std::string_view(".git"), {}, lower);
}

}  // namespace

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && !is_git_folder(name) &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

std::vector<TreeFile> list_files(git_repository* repository, const git_tree* root) {
  Walk walk(repository);
  walk.visit(root, 0);
  return walk.take();
}

}  // namespace holdfast::vault::git
