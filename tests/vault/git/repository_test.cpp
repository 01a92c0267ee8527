#include "vault/git/repository.h"

#include "src/base/file.h"
#include "tests/vault/git/toy_commit.h"

#include <unistd.h>

#include <filesystem>

using namespace holdfast;
using namespace holdfast::vault::git;
using test::GitRepo;

namespace {

std::vector<std::string> paths(const std::vector<TreeFile>& files) {
  std::vector<std::string> result;
  for (const TreeFile& file : files) result.push_back(file.path);
  return result;
}

// An object written by git from the bytes of a file.
std::string write_object(const GitRepo& repo, const std::string& type, std::string_view bytes) {
  repo.write("object", bytes);
  return repo.git({"hash-object", "--literally", "-t", type, "-w", "object"});
}

}  // namespace

TEST_CASE("repository: opens from a folder below the root", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("a/b/file", "1");
  const Repository repository = Repository::open(repo.path() / "a/b");
  CHECK(repository.work_tree() == repo.path());
  CHECK(repository.git_folder() == repo.path() / ".git");
  CHECK_FALSE(repository.is_bare());
}

TEST_CASE("repository: a folder outside any is an error", "[vault][git]") {
  const test::TempDir folder;
  const Error error = test::error_of([&] { (void)Repository::open(folder.path()); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()).find("no Git repository") != std::string::npos);
}

TEST_CASE("repository: a bare one has no work tree", "[vault][git]") {
  const GitRepo repo(GitRepo::Kind::Bare);
  const Repository repository = test::open(repo);
  CHECK(repository.is_bare());
  CHECK(repository.git_folder() == repo.path());
  CHECK(test::code_of([&] { (void)repository.work_tree(); }) == Code::Failed);
  CHECK(repository.uncommitted({}).empty());
  CHECK(repository.untracked().empty());
}

TEST_CASE("repository: a branch without a commit has a name and no tip", "[vault][git]") {
  const GitRepo repo;
  const Repository repository = test::open(repo);
  CHECK(repository.head_branch() == "refs/heads/main");
  CHECK_FALSE(repository.resolve("HEAD"));
}

TEST_CASE("repository: a detached head names no branch", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("file", "1");
  repo.git({"checkout", "-q", "--detach"});
  CHECK_FALSE(test::open(repo).head_branch());
}

TEST_CASE("repository: resolves branches, tags, ids and packed refs", "[vault][git]") {
  const GitRepo repo;
  const std::string first = repo.commit_file("file", "1");
  repo.git({"tag", "-a", "v1", "-m", "first"});
  const std::string second = repo.commit_file("file", "2");
  repo.git({"pack-refs", "--all"});
  const Repository repository = test::open(repo);
  CHECK(repository.resolve("main")->hex() == second);
  CHECK(repository.resolve("v1")->hex() == first);
  CHECK(repository.resolve(first)->hex() == first);
  CHECK(repository.resolve("HEAD~1")->hex() == first);
  CHECK_FALSE(repository.resolve("no-such-branch"));
  CHECK_FALSE(repository.resolve("HEAD:file"));
  CHECK_FALSE(repository.resolve(std::string(40, '1')));
}

TEST_CASE("repository: tells ancestors from others", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("file", "1");
  repo.commit_file("file", "2");
  const Repository repository = test::open(repo);
  const ObjectId older = *repository.resolve("HEAD~1");
  const ObjectId younger = *repository.resolve("HEAD");
  CHECK(repository.descends_from(younger, older));
  CHECK(repository.descends_from(younger, younger));
  CHECK_FALSE(repository.descends_from(older, younger));
}

TEST_CASE("repository: lists regular files in Git's order", "[vault][git]") {
  const GitRepo repo;
  for (const char* name : {"a/z", "a-b", "a.b", "a/b/c", "b"}) repo.write(name, "1");
  std::filesystem::create_symlink("b", repo.path() / "link");
  std::filesystem::permissions(repo.path() / "b", std::filesystem::perms::owner_all);
  repo.commit("files");
  const Repository repository = test::open(repo);
  const std::vector<TreeFile> files = repository.files(test::head_of(repository));
  CHECK(paths(files) == std::vector<std::string>{"a-b", "a.b", "a/b/c", "a/z", "b"});
  CHECK(files[0].mode == 0100644);
  CHECK(files[4].mode == 0100755);
}

TEST_CASE("repository: lists 100 000 files in a moment", "[vault][git]") {
  const GitRepo repo;
  std::string stream =
      "blob\nmark :1\ndata 1\nx\ncommit refs/heads/main\n"
      "committer T <t@example.org> 0 +0000\ndata 1\nx\n";
  for (int i = 0; i < 100000; ++i) {
    stream += "M 100644 :1 c" + std::to_string(i / 1000) + "/s" + std::to_string(i / 50 % 20) +
              "/f" + std::to_string(i) + "\n";
  }
  const Path import = repo.write("import", stream);
  repo.git({"-c", "alias.load=!git fast-import --quiet < " + import.string(), "load"});
  const Repository repository = test::open(repo);
  CHECK(repository.files(test::head_of(repository)).size() == 100000);
}

TEST_CASE("repository: a tree with a name that is no file name is refused", "[vault][git]") {
  const GitRepo repo;
  const ObjectId blob = *ObjectId::parse(write_object(repo, "blob", "x"));
  for (const std::string& name : {std::string(".."), std::string(".GIT"), std::string("a/b")}) {
    const std::string tree = "100644 " + name + '\0' + std::string(as_text(blob.raw));
    const std::string commit =
        repo.git({"commit-tree", "-m", "bad", write_object(repo, "tree", tree)});
    const Repository repository = test::open(repo);
    const ObjectId id = *repository.resolve(commit);
    INFO(name);
    CHECK(test::code_of([&] { (void)repository.files(id); }) == Code::Failed);
  }
}

TEST_CASE("repository: a tree that stands for endless files is refused", "[vault][git]") {
  const GitRepo repo;
  ObjectId below = *ObjectId::parse(write_object(repo, "blob", "x"));
  std::string mode = "100644 ";
  for (int level = 0; level < 9; ++level) {
    std::string tree;
    for (char name = '0'; name <= '9'; ++name) {
      tree += mode + name + '\0' + std::string(as_text(below.raw));
    }
    below = *ObjectId::parse(write_object(repo, "tree", tree));
    mode = "40000 ";
  }
  const std::string commit = repo.git({"commit-tree", "-m", "bomb", below.hex()});
  const Repository repository = test::open(repo);
  const ObjectId id = *repository.resolve(commit);
  CHECK(test::code_of([&] { (void)repository.files(id); }) == Code::Failed);
}

TEST_CASE("repository: reads blobs up to a limit", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("dir/file", "12345");
  const Repository repository = test::open(repo);
  const ObjectId blob = test::tree_file(repository, "dir/file").blob;
  CHECK(repository.read_blob(blob, 5) == "12345");
  CHECK(test::code_of([&] { (void)repository.read_blob(blob, 4); }) == Code::Failed);
  CHECK_FALSE(repository.visit_blob(blob, 4, [](std::string_view) { FAIL("too large"); }));
  CHECK(test::code_of([&] { (void)repository.read_blob(ObjectId{{9}}, 4); }) == Code::Failed);
}

TEST_CASE("repository: reads a file as of a commit", "[vault][git]") {
  const GitRepo repo;
  repo.commit_file("dir/file", "old");
  repo.commit_file("dir/file", "new");
  const Repository repository = test::open(repo);
  const ObjectId before = *repository.resolve("HEAD~1");
  CHECK(repository.read_file_at(before, "dir/file", 100) == "old");
  CHECK_FALSE(repository.read_file_at(before, "dir", 100));
  CHECK_FALSE(repository.read_file_at(before, "dir/other", 100));
  CHECK_FALSE(repository.read_file_at(before, "", 100));
}

TEST_CASE("repository: reads messages and the author to be", "[vault][git]") {
  const GitRepo repo;
  repo.commit("subject\n\nbody");
  const Repository repository = test::open(repo);
  CHECK(repository.message(test::head_of(repository)) == "subject\n\nbody\n");
  CHECK(repository.author().name == "Toy User");
  CHECK(repository.author().email == "toy@example.org");
}

TEST_CASE("repository: another handle serves another thread", "[vault][git]") {
  const GitRepo repo;
  const std::string commit = repo.commit_file("file", "1");
  const Path linked = repo.path().parent_path() / "linked";
  repo.git({"worktree", "add", "-q", "-b", "side", linked.string()});
  const Repository repository = Repository::open(linked);
  const Repository again = repository.reopen();
  CHECK(again.work_tree() == linked);
  CHECK(again.git_folder() == repository.git_folder());
  CHECK(again.head_branch() == "refs/heads/side");
  CHECK(again.resolve("HEAD")->hex() == commit);
}

TEST_CASE("repository: SHA-256 objects are refused with a way out", "[vault][git]") {
  const test::TempDir folder;
  test::run_git(folder.path(), {"init", "-q", "--object-format=sha256", "."});
  const Error error = test::error_of([&] { (void)Repository::open(folder.path()); });
  CHECK(error.code() == Code::Refused);
  CHECK(error.advice().find("git fast-export") != std::string::npos);
}

TEST_CASE("repository: one of another user is refused as git does", "[vault][git]") {
  if (::geteuid() != 0) {
    WARN("skipped: only root can give a folder away");
    return;
  }
  const GitRepo repo;
  repo.commit_file("file", "1");
  for (const Path& path : {repo.path(), repo.path() / ".git"}) {
    REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
  }
  const Error error = test::error_of([&] { (void)test::open(repo); });
  CHECK(error.code() == Code::Refused);
  CHECK(error.advice().find("safe.directory '" + repo.path().string() + "'") != std::string::npos);
}
