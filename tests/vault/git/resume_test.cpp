#include "src/base/file.h"
#include "src/base/random.h"
#include "tests/vault/git/toy_commit.h"
#include "vault/git/commit_run.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

using namespace holdfast;
using namespace holdfast::vault::git;
using test::commit_edits;
using test::GitRepo;
using test::Step;
using Paths = std::vector<std::string>;

namespace {

constexpr int kFiles = 40;

std::string path_of(int i) { return "f" + std::to_string(i % 7) + "/" + std::to_string(i); }

std::vector<test::Edit> edits() {
  std::vector<test::Edit> result;
  for (int i = 0; i < kFiles; ++i)
    result.push_back({path_of(i), "new " + std::to_string(i) + "\n"});
  return result;
}

void fill(const GitRepo& repo) {
  for (int i = 0; i < kFiles; ++i) repo.write(path_of(i), "old\n");
  repo.commit("files");
}

pid_t start(const std::function<void()>& action) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    action();
    ::_exit(0);
  }
  return child;
}

void wait_for(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
}

// Runs `action` in a process of its own, which is killed after `delay` unless it has ended.
void run_and_kill(const std::function<void()>& action, std::chrono::microseconds delay) {
  const pid_t child = start(action);
  std::this_thread::sleep_for(delay);
  ::kill(child, SIGKILL);
  wait_for(child);
}

// A run that is killed right after a step, as by kill -9.
void crash_after(const GitRepo& repo, Step last) {
  wait_for(start([&] {
    Repository repository = test::open(repo);
    commit_edits(repository, edits(), [last](Step step) {
      if (step == last) ::kill(::getpid(), SIGKILL);
    });
  }));
}

void require_old(const GitRepo& repo) {
  CHECK(repo.git({"log", "-1", "--format=%s"}) == "files");
  CHECK(repo.status().empty());
  for (int i = 0; i < kFiles; ++i) REQUIRE(repo.read(path_of(i)) == "old\n");
}

void require_new(const GitRepo& repo) {
  CHECK(repo.git({"log", "-1", "--format=%s"}) == "rotate: expand");
  CHECK(repo.status().empty());
  for (const test::Edit& edit : edits()) REQUIRE(repo.read(edit.path) == edit.content);
}

void require_no_leftovers(const GitRepo& repo) {
  test::require_sound(repo);
  Paths left;
  for (const auto& entry : std::filesystem::directory_iterator(repo.path() / ".git/holdfast")) {
    left.push_back(entry.path().filename().string());
  }
  CHECK(left == Paths{"lock"});
  CHECK_FALSE(std::filesystem::exists(repo.path() / ".git/index.lock"));
}

ResumeOutcome resume_pending(const GitRepo& repo) {
  Repository repository = test::open(repo);
  const std::optional<Journal> journal = pending_journal(repository);
  REQUIRE(journal);
  ResumeOutcome outcome = resume(repository, *journal);
  if (outcome.branch_moved) remove_journal(repository);
  return outcome;
}

}  // namespace

TEST_CASE("resume: a run killed before the journal needs none", "[vault][git]") {
  for (const Step step : {Step::Opened, Step::Added, Step::Objects}) {
    const GitRepo repo;
    fill(repo);
    crash_after(repo, step);
    Repository repository = test::open(repo);
    CHECK_FALSE(pending_journal(repository));
    require_old(repo);
    commit_edits(repository, edits());  // takes over the lock that the dead run left
    require_new(repo);
    require_no_leftovers(repo);
  }
}

TEST_CASE("resume: a run killed before the branch moved did not happen", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Journal);
  Repository repository = test::open(repo);
  CHECK(test::code_of([&] { refuse_pending(repository); }) == Code::Stopped);
  CHECK(test::code_of([&] { commit_edits(repository, edits()); }) == Code::Stopped);
  CHECK(pending_journal(repository)->after.at("phase").text() == "expand");
  CHECK_FALSE(resume_pending(repo).branch_moved);
  require_old(repo);
  require_no_leftovers(repo);
}

TEST_CASE("resume: a run killed after the branch moved is brought to its end", "[vault][git]") {
  for (const Step step : {Step::Branch, Step::Files}) {
    const GitRepo repo;
    fill(repo);
    crash_after(repo, step);
    const ResumeOutcome outcome = resume_pending(repo);
    CHECK(outcome.branch_moved);
    CHECK(outcome.work_tree.written == (step == Step::Branch ? kFiles : 0));
    CHECK(outcome.work_tree.left_alone.empty());
    require_new(repo);
    require_no_leftovers(repo);
  }
}

TEST_CASE("resume: a finished run leaves nothing to do", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Finished);
  CHECK_FALSE(pending_journal(test::open(repo)));
  require_new(repo);
  require_no_leftovers(repo);
}

TEST_CASE("resume: after a kill at any moment all is old or all is new", "[vault][git]") {
  const auto commit = [](const GitRepo& repo) {
    Repository repository = test::open(repo);
    commit_edits(repository, edits());
  };
  const GitRepo unhurt;
  fill(unhurt);
  const auto begin = std::chrono::steady_clock::now();
  commit(unhurt);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  const auto part_of_it = [whole] {
    std::array<std::uint8_t, 1> random{};
    random_fill(random);
    return whole * random[0] / 255;
  };
  for (int round = 0; round < 25; ++round) {
    const GitRepo repo;
    fill(repo);
    run_and_kill([&] { commit(repo); }, part_of_it());
    const bool moved = repo.git({"log", "-1", "--format=%s"}) != "files";
    if (pending_journal(test::open(repo))) {
      run_and_kill([&] { resume_pending(repo); }, part_of_it());  // which may be killed as well
      if (pending_journal(test::open(repo))) CHECK(resume_pending(repo).branch_moved == moved);
    }
    if (!moved) {
      commit(repo);
    }
    require_new(repo);
    require_no_leftovers(repo);
  }
}

TEST_CASE("resume: half a work tree, temporary files and all, is completed", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  const std::string run = pending_journal(test::open(repo))->run;
  repo.write(path_of(0), "new 0\n");
  repo.write("f1/.holdfast-" + run + "-" +
                 repo.git({"-c", "alias.h=!printf 1 | git hash-object --stdin", "h"}).substr(0, 16),
             "half");
  for (const char* name : {"index", "index.lock", "pack", ".journal.jsonl.holdfast-0123"}) {
    repo.write(Path(".git/holdfast") / name, "half");
  }
  const ResumeOutcome outcome = resume_pending(repo);
  CHECK(outcome.work_tree.written == kFiles - 1);
  require_new(repo);
  require_no_leftovers(repo);
}

TEST_CASE("resume: an edit made in between is left alone and named", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  repo.write(path_of(3), "mine\n");
  CHECK(resume_pending(repo).work_tree.left_alone == Paths{path_of(3)});
  CHECK(repo.read(path_of(3)) == "mine\n");
  CHECK(repo.status() == " M " + path_of(3));
}

TEST_CASE("resume: until then Git cannot commit, and status shows it undone", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  CHECK(repo.status().find("M  " + path_of(0)) != std::string::npos);
  CHECK(repo.git_code({"commit", "-q", "-m", "undo"}) == 128);
  resume_pending(repo);
  CHECK(repo.git_code({"commit", "-q", "--allow-empty", "-m", "more"}) == 0);
}

TEST_CASE("resume: a lock of Git's stops it, a lock removed by hand does not", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  repo.write(".git/index.lock", "");
  CHECK(test::code_of([&] { resume_pending(repo); }) == Code::Locked);
  std::filesystem::remove(repo.path() / ".git/index.lock");
  CHECK(resume_pending(repo).branch_moved);
  require_new(repo);
}

TEST_CASE("resume: a branch that went on counts as moved", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  repo.git(
      {"update-ref", "HEAD", repo.git({"commit-tree", "-p", "HEAD", "-m", "x", "HEAD^{tree}"})});
  CHECK(resume_pending(repo).branch_moved);
  CHECK(repo.status().empty());
}

TEST_CASE("resume: a branch that went on without the commit counts as old", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Journal);
  repo.git(
      {"update-ref", "HEAD", repo.git({"commit-tree", "-p", "HEAD", "-m", "x", "HEAD^{tree}"})});
  CHECK_FALSE(resume_pending(repo).branch_moved);
  CHECK(repo.status().empty());
}

TEST_CASE("resume: a branch put back gets its old files back", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Files);
  repo.git({"update-ref", "HEAD", "HEAD~1"});
  CHECK_FALSE(resume_pending(repo).branch_moved);
  require_old(repo);
  require_no_leftovers(repo);
}

TEST_CASE("resume: a branch that is elsewhere is refused and the journal kept", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  repo.git({"update-ref", "HEAD", repo.git({"commit-tree", "-m", "x", "HEAD^{tree}"})});
  CHECK(test::code_of([&] { resume_pending(repo); }) == Code::Refused);
  CHECK(pending_journal(test::open(repo)));
}

TEST_CASE("resume: a bare repository is resumed by its branch alone", "[vault][git]") {
  const GitRepo source;
  fill(source);
  for (const Step step : {Step::Journal, Step::Branch}) {
    const GitRepo bare(GitRepo::Kind::Bare);
    source.git({"push", "-q", bare.path().string(), "main"});
    crash_after(bare, step);
    CHECK(resume_pending(bare).branch_moved == (step == Step::Branch));
    test::require_sound(bare);
  }
}

TEST_CASE("resume: two at once exclude each other", "[vault][git]") {
  const GitRepo repo;
  fill(repo);
  crash_after(repo, Step::Branch);
  Repository repository = test::open(repo);
  const FileLock other(lock_file(repository));
  CHECK(test::code_of([&] { resume_pending(repo); }) == Code::Locked);
}
