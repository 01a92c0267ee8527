#include "vault/git/commit_run.h"

#include "src/base/file.h"
#include "tests/vault/git/toy_commit.h"

#include <filesystem>
#include <set>

using namespace holdfast;
using namespace holdfast::vault::git;
using test::commit_edits;
using test::GitRepo;
using test::Step;
using Paths = std::vector<std::string>;

namespace {

std::set<std::string> files_below(const Path& folder) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) files.insert(entry.path().lexically_relative(folder).string());
  }
  return files;
}

// Two folders of files that `edits()` changes, and one that it does not.
void fill(const GitRepo& repo) {
  repo.write("a/one.yaml", "old one\n");
  repo.write("a/b/two.yaml", "old two\n");
  repo.write("other", "other\n");
  repo.commit("files");
}

std::vector<test::Edit> edits() {
  return {{"a/one.yaml", "new one\n"}, {"a/b/two.yaml", "new two\n"}};
}

void require_committed(const GitRepo& repo) {
  CHECK(repo.git({"show", "HEAD:a/one.yaml"}) == "new one");
  CHECK(repo.git({"show", "HEAD:a/b/two.yaml"}) == "new two");
  CHECK(repo.git({"show", "HEAD:other"}) == "other");
  test::require_sound(repo);
}

// As if someone else had moved a branch while Git's index is locked.
void move_by_force(const GitRepo& repo, const std::string& branch) {
  repo.git(
      {"update-ref", branch, repo.git({"commit-tree", "-p", "HEAD", "-m", "x", "HEAD^{tree}"})});
}

}  // namespace

TEST_CASE("commit_run: commits, and leaves index and work tree clean", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const WorkTreeOutcome outcome = commit_edits(repository, edits());
  CHECK(outcome.written == 2);
  CHECK(outcome.left_alone.empty());
  require_committed(repo);
  CHECK(repo.status().empty());
  CHECK(repo.read("a/one.yaml") == "new one\n");
  CHECK(repo.git({"log", "--format=%s|%an|%ce|%P", "-1"}) ==
        "rotate: expand|Toy User|toy@example.org|" + repo.id("HEAD~1"));
  CHECK(repo.git({"log", "--format=%(trailers)", "-1"}) == "Holdfast-Phase: expand\n");
  CHECK_FALSE(pending_journal(repository));
}

TEST_CASE("commit_run: git status need not read the files", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  CHECK(repo.git_code({"diff-files", "--quiet"}) == 0);  // by status alone, without a refresh
}

TEST_CASE("commit_run: one pack and no loose object for 1000 files", "[vault][git]") {
  const GitRepo repo;
  std::vector<test::Edit> all;
  for (int i = 0; i < 1000; ++i) {
    all.push_back({"f" + std::to_string(i / 100) + "/" + std::to_string(i), std::to_string(i)});
    repo.write(all.back().path, "old");
  }
  repo.commit("files");
  repo.git({"gc", "-q"});
  const auto before = files_below(repo.path() / ".git/objects");
  Repository repository = test::open(repo);
  CHECK(commit_edits(repository, all).written == 1000);
  CHECK(files_below(repo.path() / ".git/objects").size() == before.size() + 2);
  CHECK(repo.status().empty());
  test::require_sound(repo);
}

TEST_CASE("commit_run: branch and HEAD get a reflog line", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  for (const char* ref : {"HEAD", "main"}) {
    CHECK(repo.git({"reflog", "show", "-1", "--format=%H %gs %gn", ref}) ==
          repo.id("HEAD") + " commit: rotate: expand Toy User");
  }
}

TEST_CASE("commit_run: one handle serves several commits", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  commit_edits(repository, {{"other", "changed\n"}});
  commit_edits(repository, {{"other", "changed again\n"}});
  CHECK(repo.git({"rev-list", "--count", "HEAD"}) == "4");
  CHECK(repo.status().empty());
  test::require_sound(repo);
}

TEST_CASE("commit_run: blobs packed elsewhere are as good", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const ObjectId parent = test::head_of(repository);
  CommitRun run(repository, "refs/heads/main", parent);
  run.add(test::tree_file(repository, "other"), pack_blob("packed\n"));
  CHECK(run.changes().front().new_blob == pack_blob("packed\n").id);
  const ObjectId commit = run.write_objects(test::kToyText);
  CHECK(repository.read_file_at(commit, "other", 100) == "packed\n");
}

TEST_CASE("commit_run: a run given up leaves no trace", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const std::string head = repo.id("HEAD");
  for (const Step last : {Step::Opened, Step::Added, Step::Objects, Step::Journal}) {
    auto before = files_below(repo.path());
    before.insert(".git/holdfast/lock");
    CHECK_THROWS_AS(commit_edits(repository,
                                 edits(),
                                 [last](Step step) {
                                   if (step == last) throw Error(Code::Failed, "given up");
                                 }),
                    Error);
    CHECK(files_below(repo.path()) == before);
    CHECK(repo.id("HEAD") == head);
    CHECK(repo.status().empty());
  }
}

TEST_CASE("commit_run: a branch that moved meanwhile is not touched", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const Error error = test::error_of([&] {
    commit_edits(repository, edits(), [&](Step step) {
      if (step == Step::Journal) move_by_force(repo, "refs/heads/main");
    });
  });
  CHECK(error.code() == Code::Refused);
  CHECK(repo.git({"log", "-1", "--format=%s"}) == "x");
  CHECK(repo.status().empty());
  CHECK_FALSE(pending_journal(repository));
  CHECK_FALSE(std::filesystem::exists(repo.path() / ".git/index.lock"));
}

TEST_CASE("commit_run: a branch that is not at the parent is refused", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const ObjectId parent = test::head_of(repository);
  repo.commit("another");
  CHECK(test::code_of([&] { CommitRun(repository, "refs/heads/main", parent); }) == Code::Refused);
  CHECK(test::code_of([&] { CommitRun(repository, "refs/heads/none", parent); }) == Code::Refused);
}

TEST_CASE("commit_run: a file added twice or not of the parent is an error", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const ObjectId parent = test::head_of(repository);
  const TreeFile other = test::tree_file(repository, "other");
  const auto commit = [&](const std::vector<TreeFile>& files) {
    return test::code_of([&] {
      CommitRun run(repository, "refs/heads/main", parent);
      for (const TreeFile& file : files) run.add(file, "new");
      run.write_objects(test::kToyText);
    });
  };
  CHECK(commit({other, other}) == Code::Failed);
  CHECK(commit({{"absent", 0100644, other.blob}}) == Code::Failed);
  CHECK(commit({{"a/absent", 0100644, other.blob}}) == Code::Failed);
  CHECK(commit({{"a", 0100644, other.blob}}) == Code::Failed);
  CHECK(commit({{"other/below", 0100644, other.blob}}) == Code::Failed);
  CHECK(commit({{"other", 0100644, parent}}) == Code::Failed);
}

TEST_CASE("commit_run: an author who cannot stand in a commit is an error", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  for (const Signature& who : {Signature{"", "a@b"}, {"a<b", "a@b"}, {"a\nparent 1", "a@b"}}) {
    CommitRun run(repository, "refs/heads/main", test::head_of(repository));
    CHECK(test::code_of([&] { run.write_objects({"message\n", who}); }) == Code::Failed);
  }
}

TEST_CASE("commit_run: an edit made meanwhile is left alone and named", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const WorkTreeOutcome outcome = commit_edits(repository, edits(), [&](Step step) {
    if (step == Step::Branch) repo.write("a/one.yaml", "mine\n");
  });
  CHECK(outcome.left_alone == Paths{"a/one.yaml"});
  CHECK(repo.read("a/one.yaml") == "mine\n");
  CHECK(repo.status() == " M a/one.yaml");  // an edit of the new blob, nothing staged
  require_committed(repo);
}

TEST_CASE("commit_run: a file deleted meanwhile stays deleted", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const WorkTreeOutcome outcome = commit_edits(repository, edits(), [&](Step step) {
    if (step == Step::Branch) std::filesystem::remove_all(repo.path() / "a");
  });
  CHECK(outcome.left_alone == Paths{"a/one.yaml", "a/b/two.yaml"});
  CHECK(repo.status() == " D a/b/two.yaml\n D a/one.yaml");
}

TEST_CASE("commit_run: what the user staged stays staged", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.write("a/one.yaml", "staged\n");
  repo.git({"add", "a/one.yaml"});
  Repository repository = test::open(repo);
  const WorkTreeOutcome outcome = commit_edits(repository, edits());
  CHECK(outcome.left_alone == Paths{"a/one.yaml"});
  CHECK(repo.status() == "M  a/one.yaml");
  CHECK(repo.read("a/one.yaml") == "staged\n");
  CHECK(repo.git({"show", ":a/one.yaml"}) == "staged");
}

TEST_CASE("commit_run: an edit elsewhere is seen however close in time", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  for (int i = 0; i < 10; ++i) {
    repo.commit_file("other", "committed");
    repo.write("other", "edited in");  // of the same size, perhaps in the same tick of the clock
    Repository repository = test::open(repo);
    commit_edits(repository, {{"a/one.yaml", std::to_string(i)}});
    REQUIRE(repo.status() == " M other");
  }
}

TEST_CASE("commit_run: work files get the line ends that Git's checkout gives", "[vault][git]") {
  const GitRepo repo;
  repo.write(".gitattributes", "*.yaml text eol=crlf\n");
  repo.write("file.yaml", "old\r\ntext\r\n");
  repo.write("file.raw", "old\r\ntext\r\n");
  repo.commit("files");
  Repository repository = test::open(repo);
  commit_edits(repository, {{"file.raw", "new\r\ntext\r\n"}, {"file.yaml", "new\ntext\n"}});
  CHECK(repo.read("file.yaml") == "new\r\ntext\r\n");
  CHECK(repo.read("file.raw") == "new\r\ntext\r\n");
  CHECK(repo.git({"cat-file", "-s", "HEAD:file.yaml"}) == "9");
  CHECK(repo.git({"cat-file", "-s", "HEAD:file.raw"}) == "11");
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: core.autocrlf is obeyed", "[vault][git]") {
  const GitRepo repo;
  repo.git({"config", "core.autocrlf", "true"});
  repo.git({"config", "core.safecrlf", "false"});
  repo.commit_file("file", "old\r\n");
  Repository repository = test::open(repo);
  commit_edits(repository, {{"file", "new\n"}});
  CHECK(repo.read("file") == "new\r\n");
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: attributes from every place that Git knows count", "[vault][git]") {
  const GitRepo repo;
  repo.write("sub/file", "old\n");
  repo.write("sub/.gitattributes", "# nothing of interest\n");
  repo.commit_file("file", "old\n");
  SECTION("info/attributes") { repo.write(".git/info/attributes", "file eol=crlf\n"); }
  SECTION("a macro") { repo.write(".git/info/attributes", "[attr]dos eol=crlf\nfile dos\n"); }
  SECTION("core.attributesFile") {
    repo.git({"config", "core.attributesFile", repo.write(".git/mine", "file eol=crlf\n")});
  }
  SECTION("untracked .gitattributes") {
    repo.write(".gitattributes", "file eol=crlf\n");
    repo.write(".git/info/exclude", ".gitattributes\n");
  }
  SECTION("tracked .gitattributes that is missing") {
    repo.commit_file(".gitattributes", "file eol=crlf\n");
    repo.git({"update-index", "--skip-worktree", ".gitattributes"});
    std::filesystem::remove(repo.path() / ".gitattributes");
  }
  Repository repository = test::open(repo);
  commit_edits(repository, {{"file", "new\n"}, {"sub/file", "new\n"}});
  CHECK(repo.read("file") == "new\r\n");
  CHECK(repo.read("sub/file") == "new\r\n");
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: the modes of work files are kept", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  std::filesystem::permissions(repo.path() / "a/one.yaml", std::filesystem::perms{0700});
  std::filesystem::permissions(repo.path() / "a/b/two.yaml", std::filesystem::perms{0600});
  repo.commit("modes");
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  CHECK(mode_of(repo.path() / "a/one.yaml", kPublic) == std::filesystem::perms{0700});
  CHECK(mode_of(repo.path() / "a/b/two.yaml", kPublic) == std::filesystem::perms{0600});
  CHECK(repo.git({"ls-tree", "HEAD", "a/one.yaml"}).starts_with("100755 "));
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: a bare repository needs no work tree", "[vault][git]") {
  const GitRepo source;
  fill(source);
  const GitRepo bare(GitRepo::Kind::Bare);
  source.git({"push", "-q", bare.path().string(), "main"});
  Repository repository = test::open(bare);
  const WorkTreeOutcome outcome = commit_edits(repository, edits());
  CHECK(outcome.written == 0);
  require_committed(bare);
  CHECK_FALSE(std::filesystem::exists(bare.path() / "index"));
}

TEST_CASE("commit_run: a branch that is not checked out moves alone", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.git({"branch", "side"});
  Repository repository = test::open(repo);
  CommitRun run(repository, "refs/heads/side", test::head_of(repository));
  run.add(test::tree_file(repository, "other"), "new\n");
  const ObjectId commit = run.write_objects(test::kToyText);
  run.write_journal({});
  run.move_branch();
  CHECK(run.update_work_tree().written == 0);
  run.finish();
  CHECK(repo.id("side") == commit.hex());
  CHECK(repo.status().empty());
  CHECK(repo.read("other") == "other\n");
}

TEST_CASE("commit_run: a linked work tree has its own index and journal", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  const Path linked = repo.path().parent_path() / "linked";
  repo.git({"worktree", "add", "-q", "-b", "side", linked.string()});
  Repository repository = Repository::open(linked);
  CHECK(journal_file(repository).string().find(".git/worktrees/linked/") != std::string::npos);
  commit_edits(repository, edits());
  CHECK(test::run_git(linked, {"status", "--porcelain"}).empty());
  CHECK(read_file(linked / "a/one.yaml") == "new one\n");
  CHECK(repo.status().empty());
  CHECK(repo.read("a/one.yaml") == "old one\n");
  test::require_sound(repo);
}

TEST_CASE("commit_run: a branch of another work tree is refused", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.git({"worktree", "add", "-q", "-b", "side", (repo.path().parent_path() / "w").string()});
  Repository repository = test::open(repo);
  const ObjectId head = test::head_of(repository);
  CHECK(test::code_of([&] { CommitRun(repository, "refs/heads/side", head); }) == Code::Refused);
}

TEST_CASE("commit_run: a detached head moves itself", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.git({"checkout", "-q", "--detach"});
  const std::string main = repo.id("main");
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  CHECK(repo.id("main") == main);
  CHECK(repo.id("HEAD~1") == main);
  CHECK(repo.git_code({"symbolic-ref", "-q", "HEAD"}) == 1);
  require_committed(repo);
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: packed refs are no hindrance", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.git({"pack-refs", "--all"});
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  require_committed(repo);
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: an index of version 4 stays one", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.git({"update-index", "--index-version", "4"});
  Repository repository = test::open(repo);
  commit_edits(repository, edits());
  CHECK(repo.read(".git/index").substr(0, 8) == std::string("DIRC\0\0\0\4", 8));
  CHECK(repo.status().empty());
  require_committed(repo);
}

TEST_CASE("commit_run: files that sparse checkout leaves out stay out", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.write("in/file", "1");
  repo.commit("more");
  repo.git({"sparse-checkout", "set", "--cone", "--no-sparse-index", "in"});
  Repository repository = test::open(repo);
  const WorkTreeOutcome outcome = commit_edits(repository, edits());
  CHECK(outcome.left_alone.empty());
  CHECK_FALSE(std::filesystem::exists(repo.path() / "a"));
  CHECK(repo.status().empty());
  require_committed(repo);
}

TEST_CASE("commit_run: split and sparse indexes are refused before any work", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const auto code = [&] {
    return test::code_of(
        [&] { CommitRun(repository, "refs/heads/main", test::head_of(repository)); });
  };
  repo.git({"update-index", "--split-index"});
  CHECK(code() == Code::Refused);
  repo.git({"update-index", "--no-split-index"});
  repo.git({"sparse-checkout", "set", "--cone", "--sparse-index", "a"});
  CHECK(code() == Code::Refused);
  CHECK_FALSE(std::filesystem::exists(repo.path() / ".git/index.lock"));
}

TEST_CASE("commit_run: a merge under way is refused", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  repo.write(".git/MERGE_HEAD", repo.id("HEAD") + "\n");
  Repository repository = test::open(repo);
  CHECK(test::code_of([&] { commit_edits(repository, edits()); }) == Code::Refused);
}

TEST_CASE("commit_run: no symbolic link is written through", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  const Path outside = repo.path().parent_path() / "outside";
  Repository repository = test::open(repo);
  Paths left;
  SECTION("in the place of a file") {
    write_file(outside, "old one\n", kPublic);
    left = commit_edits(repository, edits(), [&](Step step) {
             if (step != Step::Branch) return;
             std::filesystem::remove(repo.path() / "a/one.yaml");
             std::filesystem::create_symlink(outside, repo.path() / "a/one.yaml");
           }).left_alone;
    CHECK(left == Paths{"a/one.yaml"});
    CHECK(read_file(outside) == "old one\n");
    CHECK(std::filesystem::is_symlink(repo.path() / "a/one.yaml"));
  }
  SECTION("in the place of a folder") {
    left = commit_edits(repository, edits(), [&](Step step) {
             if (step != Step::Branch) return;
             std::filesystem::rename(repo.path() / "a", outside);
             std::filesystem::create_directory_symlink(outside, repo.path() / "a");
           }).left_alone;
    CHECK(left == Paths{"a/one.yaml", "a/b/two.yaml"});
    CHECK(read_file(outside / "one.yaml") == "old one\n");
    CHECK(read_file(outside / "b/two.yaml") == "old two\n");
  }
  require_committed(repo);
}

TEST_CASE("commit_run: paths that are not UTF-8 are paths", "[vault][git]") {
  const GitRepo repo;
  const std::string name = "caf\xe9/\xff\n.yaml";
  repo.commit_file(name, "old");
  Repository repository = test::open(repo);
  commit_edits(repository, {{name, "new"}});
  CHECK(repo.read(name) == "new");
  CHECK(repo.status().empty());
}

TEST_CASE("commit_run: Git's own lock is respected, and ours keeps Git out", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  repo.write(".git/index.lock", "");
  const Error error = test::error_of([&] { commit_edits(repository, edits()); });
  CHECK(error.code() == Code::Locked);
  CHECK(std::filesystem::remove(repo.path() / ".git/index.lock"));
  commit_edits(repository, edits(), [&](Step step) {
    if (step < Step::Files) CHECK(repo.git_code({"add", "other"}) == 128);
  });
  CHECK(repo.git_code({"add", "other"}) == 0);
}

TEST_CASE("commit_run: two runs exclude each other", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  Repository repository = test::open(repo);
  const CommitRun run(repository, "refs/heads/main", test::head_of(repository));
  Repository again = repository.reopen();
  CHECK(test::code_of([&] { commit_edits(again, edits()); }) == Code::Locked);
}
