// kill -9 at every step of a rotation: the repository is as it was or, after --resume, as it should
// be. strace ends the program at the Nth call of a kind, so that the program needs no hook for it.
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/toy_fleet.h"

namespace holdfast::test {

namespace {

// Runs a rotation that is killed at the Nth of the calls; true if it came that far.
bool killed_at(const ToyFleet& fleet, const std::string& call, int n) {
  std::vector<std::string> words{"strace",
                                 "-f",
                                 "-o",
                                 "/dev/null",
                                 "-e",
                                 "trace=" + call,
                                 "-e",
                                 "inject=" + call + ":signal=KILL:when=" + std::to_string(n)};
  for (const std::string& word : fleet.user().program()) words.push_back(word);
  for (const std::string& word :
       fleet.with_backup({"rotate", "cluster-a", "--one-shot", "-j", "1"}))
    words.push_back(word);
  return fleet.user().run_program(fleet.path(), words).code == kKilled;
}

// After a crash: writing commands refuse until --resume, and afterwards all is old or all is new.
void check_recovery(const ToyFleet& fleet, const std::vector<std::string>& files) {
  const bool journal = std::filesystem::exists(fleet.path() / ".git/holdfast/journal.jsonl");
  if (journal) CHECK(fleet.run(fleet.with_backup({"rotate", "cluster-a", "--one-shot"})).code == 8);
  const CliResult resumed = fleet.run({"rotate", "--resume"});
  INFO(resumed.err);
  REQUIRE(resumed.code == 0);
  CHECK_FALSE(std::filesystem::exists(fleet.path() / ".git/holdfast/journal.jsonl"));
  CHECK_FALSE(std::filesystem::exists(fleet.path() / ".git/index.lock"));
  CHECK(fleet.repo().status().empty());
  fleet.repo().git({"fsck", "--full", "--strict"});
  const bool committed = fleet.repo().git({"rev-list", "--count", "HEAD"}) == "2";
  CHECK(fleet.files_listing(fleet.old_recipient()).empty() == committed);
  CHECK((fleet.run({"key", "show", "cluster-a"}).out.find(fleet.old_recipient()) ==
         std::string::npos) == committed);
  if (committed) return;
  CHECK(fleet.files_listing(fleet.old_recipient()) == files);
  fleet.ok(fleet.with_backup({"rotate", "cluster-a", "--one-shot"}));
  CHECK(fleet.files_listing(fleet.old_recipient()).empty());
}

// Rotates a clone on `disk` that has just so much room left; then makes room and goes on.
void check_full_disk(const Path& disk, int free_kilobytes) {
  const ToyFleet fleet;
  const Path clone = disk / "clone";
  run_git(fleet.path(), {"clone", "--quiet", ".", clone.string()});
  const Path filler = disk / "filler";
  const std::string fill = "dd if=/dev/zero of=" + filler.string() + " bs=1k; truncate -s -" +
                           std::to_string(free_kilobytes) + "k " + filler.string();
  CHECK(fleet.user().run_program("/", {"sh", "-c", fill}).code == 0);
  const std::vector<std::string> rotate = fleet.with_backup({"rotate", "cluster-a", "--one-shot"});
  const int code = fleet.user().run(clone, rotate).code;
  const bool stopped = std::filesystem::exists(clone / ".git/holdfast/journal.jsonl");
  CHECK((code == 0 || code == (stopped ? 8 : 1)));
  std::filesystem::remove(filler);
  if (stopped) fleet.user().ok(clone, {"rotate", "--resume"});
  CHECK(run_git(clone, {"status", "--porcelain"}).empty());
  run_git(clone, {"fsck", "--full"});
  if (code == 1) fleet.user().ok(clone, rotate);
  CHECK(run_git(clone, {"rev-list", "--count", "HEAD"}) == "2");
  std::filesystem::remove_all(clone);
}

void kill_at_every(const std::string& call) {
  if (!peer_program("strace")) return;
  for (int n = 1;; ++n) {
    const ToyFleet fleet;
    const std::vector<std::string> files = fleet.files_listing(fleet.old_recipient());
    if (!killed_at(fleet, call, n)) {
      REQUIRE(n > 1);
      return;
    }
    CAPTURE(call, n);
    check_recovery(fleet, files);
  }
}

}  // namespace

TEST_CASE("crash: a disk that fills up at any moment loses nothing", "[cli][slow]") {
  const CliUser user;
  const TempDir disk;
  const std::string place = disk.path().string();
  if (user.run_program("/", {"mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place}).code != 0) {
    WARN("skipped: no small tmpfs can be mounted here");
    return;
  }
  for (int free_kilobytes = 4; free_kilobytes <= 512; free_kilobytes *= 2) {
    CAPTURE(free_kilobytes);
    check_full_disk(disk.path(), free_kilobytes);
  }
  CHECK(user.run_program("/", {"umount", place}).code == 0);
}

TEST_CASE("crash: killed at any rename, nothing is lost", "[cli][slow]") {
  kill_at_every("rename");
}

TEST_CASE("crash: killed at any fsync, nothing is lost", "[cli][slow]") { kill_at_every("fsync"); }

TEST_CASE("crash: killed at any unlink, nothing is lost", "[cli][slow]") {
  kill_at_every("unlink");
}

}  // namespace holdfast::test
