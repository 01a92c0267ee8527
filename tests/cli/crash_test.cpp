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

TEST_CASE("crash: killed at any rename, nothing is lost", "[cli][slow]") {
  kill_at_every("rename");
}

TEST_CASE("crash: killed at any fsync, nothing is lost", "[cli][slow]") { kill_at_every("fsync"); }

TEST_CASE("crash: killed at any unlink, nothing is lost", "[cli][slow]") {
  kill_at_every("unlink");
}

}  // namespace holdfast::test
