#include "src/base/file.h"
#include "tests/vault/git/toy_commit.h"
#include "vault/git/repository.h"

#include <filesystem>

using namespace holdfast;
using namespace holdfast::vault::git;
using test::GitRepo;
using Paths = std::vector<std::string>;

namespace {

Paths uncommitted(const GitRepo& repo) {
  const Repository repository = test::open(repo);
  return repository.uncommitted(repository.files(test::head_of(repository)));
}

}  // namespace

TEST_CASE("work_status: a fresh commit is clean", "[vault][git]") {
  const GitRepo repo;
  repo.write("a/one", "1");
  repo.commit_file("two", "2");
  CHECK(uncommitted(repo).empty());
}

TEST_CASE("work_status: edited, staged, deleted and replaced files are named", "[vault][git]") {
  const GitRepo repo;
  for (const char* name : {"clean", "deleted", "edited", "linked", "staged", "unstaged"}) {
    repo.write(name, "1");
  }
  repo.commit("files");
  std::filesystem::remove(repo.path() / "deleted");
  repo.write("edited", "2");
  std::filesystem::remove(repo.path() / "linked");
  std::filesystem::create_symlink("clean", repo.path() / "linked");
  repo.write("staged", "2");
  repo.git({"add", "staged"});
  repo.write("staged", "1");
  repo.git({"rm", "-q", "--cached", "unstaged"});
  CHECK(uncommitted(repo) == Paths{"deleted", "edited", "linked", "staged", "unstaged"});
}

TEST_CASE("work_status: an edit in the tick of the commit is seen", "[vault][git]") {
  const GitRepo repo;
  for (int i = 0; i < 20; ++i) {
    repo.commit_file("file", "one");
    repo.write("file", "two");
    REQUIRE(uncommitted(repo) == Paths{"file"});
  }
}

TEST_CASE("work_status: a touched file is clean", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("file", "1");
  std::filesystem::remove(repo.path() / "file");
  repo.write("file", "1");
  CHECK(uncommitted(repo).empty());
}

TEST_CASE("work_status: line ends that Git's filters change are clean", "[vault][git]") {
  const GitRepo repo;
  repo.write(".gitattributes", "*.txt text eol=crlf\n*.auto text=auto\n");
  repo.write("file.txt", "a\r\nb\r\n");
  repo.write("file.auto", "a\nb\n");
  repo.commit("files");
  repo.write("file.txt", "a\nb\n");     // through the filter, the same blob
  repo.write("file.auto", "a\r\nb\n");  // this too
  CHECK(uncommitted(repo).empty());
  repo.write("file.txt", "a\r\nB\r\n");
  CHECK(uncommitted(repo) == Paths{"file.txt"});
}

TEST_CASE("work_status: core.autocrlf counts as Git's filter", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("file", "a\nb\n");
  repo.git({"config", "core.autocrlf", "true"});
  repo.write("file", "a\r\nb\r\n");
  CHECK(uncommitted(repo).empty());
  repo.git({"config", "core.autocrlf", "false"});
  CHECK(uncommitted(repo) == Paths{"file"});
}

TEST_CASE("work_status: a file behind a symbolic link is not ours", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("dir/file", "1");
  std::filesystem::rename(repo.path() / "dir", repo.path() / "other");
  std::filesystem::create_directory_symlink("other", repo.path() / "dir");
  CHECK(uncommitted(repo) == Paths{"dir/file"});
}

TEST_CASE("work_status: files that sparse checkout leaves out are clean", "[vault][git]") {
  const GitRepo repo;
  repo.write("in/file", "1");
  repo.commit_file("out/file", "1");
  repo.git({"sparse-checkout", "set", "--cone", "--no-sparse-index", "in"});
  REQUIRE_FALSE(std::filesystem::exists(repo.path() / "out/file"));
  CHECK(uncommitted(repo).empty());
  repo.write("out/file", "edited");
  CHECK(uncommitted(repo) == Paths{"out/file"});
}

TEST_CASE("work_status: a split index is refused with the command that helps", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("file", "1");
  repo.git({"update-index", "--split-index"});
  const Error error = test::error_of([&] { (void)uncommitted(repo); });
  CHECK(error.code() == Code::Refused);
  REQUIRE(error.advice() == "run: git update-index --no-split-index");
  repo.git({"update-index", "--no-split-index"});
  CHECK(uncommitted(repo).empty());
}

TEST_CASE("work_status: a sparse index is refused with the command that helps", "[vault][git]") {
  const GitRepo repo;
  repo.write("in/file", "1");
  repo.commit_file("out/file", "1");
  repo.git({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  const Error error = test::error_of([&] { (void)uncommitted(repo); });
  CHECK(error.code() == Code::Refused);
  REQUIRE(error.advice() == "run: git sparse-checkout reapply --no-sparse-index");
  repo.git({"sparse-checkout", "reapply", "--no-sparse-index"});
  CHECK(uncommitted(repo).empty());
}

TEST_CASE("work_status: untracked files are listed without the ignored", "[vault][git]") {
  const GitRepo repo;
  repo.write(".gitignore", "*.log\n");
  repo.commit_file("file", "1");
  repo.write("new/one", "1");
  repo.write("new/two.log", "1");
  repo.write("nested/file", "1");
  repo.git({"init", "-q", "nested"});
  CHECK(test::open(repo).untracked() == Paths{"new/one"});
}
