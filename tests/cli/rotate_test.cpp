#include "src/base/file.h"
#include "src/base/json.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/toy_fleet.h"

#include <algorithm>

namespace holdfast::test {

namespace {

std::string active_recipient(const ToyFleet& fleet) {
  return Json::parse(fleet.ok({"key", "show", "cluster-a", "--json"}).out).at("recipient").text();
}

// Decrypts every file of the list with the identity file alone; the exit codes, each once.
std::vector<int> decrypt_codes(const ToyFleet& fleet,
                               const std::vector<std::string>& files,
                               const Path& identity) {
  std::vector<int> codes;
  for (const std::string& file : files) {
    if (file.ends_with(".sops.yaml")) continue;
    const CliResult result = fleet.user().run_program(fleet.path(),
                                                      {HOLDFAST_BINARY,
                                                       "--keystore",
                                                       "/nowhere",
                                                       "--identity",
                                                       identity.string(),
                                                       "decrypt",
                                                       file});
    if (std::ranges::find(codes, result.code) == codes.end()) codes.push_back(result.code);
  }
  return codes;
}

}  // namespace

TEST_CASE("rotate: both phases leave files that only the new key opens", "[cli]") {
  const ToyFleet fleet;
  const std::vector<std::string> files = fleet.files_listing(fleet.old_recipient());
  REQUIRE(files.size() >= 15);

  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  const std::string fresh = active_recipient(fleet);
  CHECK(fresh != fleet.old_recipient());
  CHECK(fleet.files_listing(fleet.old_recipient()) == files);
  CHECK(fleet.files_listing(fresh) == files);
  CHECK(fleet.repo().status().empty());

  fleet.ok({"rotate", "cluster-a", "--finish"});
  CHECK(fleet.files_listing(fleet.old_recipient()).empty());
  CHECK(fleet.files_listing(fresh) == files);
  CHECK(fleet.repo().status().empty());
  fleet.repo().git({"fsck", "--full", "--strict"});

  fleet.ok({"key", "export", fresh, "--out", (fleet.user().home() / "new.txt").string()});
  CHECK(decrypt_codes(fleet, files, fleet.user().home() / "new.txt") == std::vector<int>{0});
  CHECK(decrypt_codes(fleet, files, fixture("fleet-keys/cluster-a.txt")) == std::vector<int>{5});
}

TEST_CASE("rotate: the first phase adds one entry a file and changes nothing else", "[cli]") {
  const ToyFleet fleet;
  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  const std::string removed =
      fleet.repo().git({"diff", "HEAD~1", "HEAD", "--numstat", "--", kToySecret});
  CHECK(removed.find("\t0\t") != std::string::npos);
}

TEST_CASE("rotate: other overlays and plain files stay byte for byte", "[cli]") {
  const ToyFleet fleet;
  fleet.ok(fleet.with_backup({"rotate", "cluster-a", "--one-shot"}));
  const std::string changed = fleet.repo().git({"diff", "HEAD~1", "HEAD", "--name-only"});
  CHECK(changed.find("cluster-b") == std::string::npos);
  CHECK(changed.find("kustomization.yaml") == std::string::npos);
}

TEST_CASE("rotate: the commits carry the rotation's trailers", "[cli]") {
  const ToyFleet fleet;
  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  const std::string first = fleet.repo().git({"log", "-1", "--format=%B"});
  fleet.ok({"rotate", "cluster-a", "--finish"});
  const std::string second =
      fleet.repo().git({"log", "-1", "--format=%(trailers:key=Holdfast-Phase,valueonly)"});
  CHECK(first.find("Holdfast-Rotation: ") != std::string::npos);
  CHECK(first.find("Holdfast-Phase: expand") != std::string::npos);
  CHECK(second.find("contract") != std::string::npos);
}

TEST_CASE("rotate: no key is put to use without a backup", "[cli]") {
  const ToyFleet fleet;
  const CliResult result = fleet.run({"rotate", "cluster-a"});
  CHECK(result.code == 6);
  CHECK(result.err.find("--without-backup") != std::string::npos);
  CHECK(fleet.repo().git({"rev-list", "--count", "HEAD"}) == "1");

  fleet.ok({"rotate", "cluster-a", "--without-backup"});
  CHECK(fleet.run({"status"}).code == 3);
}

TEST_CASE("rotate: a dry run changes nothing and shows the plan that runs", "[cli]") {
  const ToyFleet fleet;
  const Json plan = Json::parse(fleet.ok({"rotate", "cluster-a", "--dry-run", "--json"}).out);
  CHECK(fleet.repo().git({"rev-list", "--count", "HEAD"}) == "1");
  CHECK(Json::parse(fleet.ok({"key", "list", "--json"}).out).at("keys").items().size() == 1);
  const Json done = Json::parse(fleet.ok(fleet.with_backup({"rotate", "cluster-a", "--json"})).out);
  CHECK(plan.at("files") == done.at("files"));
  CHECK(plan.at("configs") == done.at("configs"));
}

TEST_CASE("rotate: a file with uncommitted edits is refused by name", "[cli]") {
  const ToyFleet fleet;
  std::string text = fleet.repo().read(kToySecret);
  const std::string edited = text + "# an edit\n";
  fleet.repo().write(kToySecret, edited);
  const CliResult result = fleet.run(fleet.with_backup({"rotate", "cluster-a"}));
  CHECK(result.code == 6);
  CHECK(result.err.find(kToySecret) != std::string::npos);
  CHECK(fleet.repo().read(kToySecret) == edited);
  CHECK(fleet.repo().git({"rev-list", "--count", "HEAD"}) == "1");
}

TEST_CASE("rotate: a recipient that stands on a file but not in its rule is drift", "[cli]") {
  const ToyFleet fleet;
  const std::string stranger = fleet.user().recipient();
  // Somebody who can push adds their own recipient to one file and waits for the next data key.
  fleet.ok(
      {"--identity", fixture("fleet-keys/cluster-a.txt").string(), "decrypt", "-i", kToySecret});
  const std::string ops = Json::parse(fleet.ok({"explain", kToySecret, "--json"}).out)
                              .at("readers")
                              .items()
                              .at(0)
                              .text();
  fleet.ok({"encrypt", "-i", "--age", fleet.old_recipient() + "," + stranger, kToySecret});
  fleet.repo().commit("a stranger");

  const CliResult refused = fleet.run(fleet.with_backup({"rotate", "cluster-a", "--one-shot"}));
  CHECK(refused.code == 6);
  CHECK(refused.err.find(stranger) != std::string::npos);
  CHECK(refused.err.find("--drop") != std::string::npos);

  fleet.ok(fleet.with_backup({"rotate", "cluster-a", "--one-shot", "--drop", stranger}));
  CHECK(fleet.files_listing(stranger).empty());
}

TEST_CASE("rotate: --finish is refused while the Secret lacks the new key", "[cli]") {
  const ToyFleet fleet;
  const CliResult before = fleet.ok({"key", "secret", "cluster-a"});
  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  const Path stale = fleet.user().home() / "stale.yaml";
  write_file(stale, before.out, kPrivate);
  CHECK(fleet.run({"rotate", "cluster-a", "--finish", "--cluster-secret", stale.string()}).code ==
        6);

  const CliResult both = fleet.ok({"key", "secret", "cluster-a"});
  CHECK(fleet.run({"rotate", "cluster-a", "--finish", "--cluster-secret", "-"}, both.out).code ==
        0);
}

TEST_CASE("rotate: --path rotates a part and keeps the old key on the rest", "[cli]") {
  const ToyFleet fleet;
  const std::string part = "applications/overlays/cluster-a/managed-services";
  fleet.ok(fleet.with_backup({"rotate", "cluster-a", "--one-shot", "--path", part}));
  for (const std::string& file : fleet.files_listing(fleet.old_recipient())) {
    CHECK_FALSE((file.starts_with(part) && !file.ends_with(".sops.yaml")));
  }
  CHECK(fleet.run({"rotate", "cluster-a", "--status"}).code == 3);
  // The rest follows under the same rotation.
  fleet.ok({"rotate", "cluster-a"});
  fleet.ok({"rotate", "cluster-a", "--finish"});
  CHECK(fleet.files_listing(fleet.old_recipient()).empty());
  CHECK(fleet.run({"rotate", "cluster-a", "--status"}).code == 0);
}

TEST_CASE("rotate: the life of both keys is on record", "[cli]") {
  const ToyFleet fleet;
  const auto state_of = [&](const std::string& key) {
    return Json::parse(fleet.ok({"key", "show", key, "--json"}).out).at("state").text();
  };
  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  CHECK(state_of(fleet.old_recipient()) == "retiring");
  CHECK(state_of("cluster-a") == "active");
  fleet.ok({"rotate", "cluster-a", "--finish"});
  CHECK(fleet.run({"key", "retire", fleet.old_recipient()}).code == 6);
  fleet.ok({"key", "retire", fleet.old_recipient(), "--cluster-has-key"});
  CHECK(state_of(fleet.old_recipient()) == "retired");
  const CliResult secret = fleet.ok({"key", "secret", "cluster-a"});
  CHECK(secret.out.find("age-") == std::string::npos);
}

TEST_CASE("rotate: works in a bare repository", "[cli]") {
  const ToyFleet fleet;
  const Path bare = fleet.user().home() / "bare.git";
  run_git(fleet.path(), {"clone", "--quiet", "--bare", ".", bare.string()});
  fleet.user().ok(bare,
                  {"rotate", "cluster-a", "--one-shot", "--to", fleet.user().backups().string()});
  CHECK(run_git(bare, {"rev-list", "--count", "HEAD"}) == "2");
  // retire looks at every file of the head.
  fleet.user().ok(bare, {"key", "retire", fleet.old_recipient(), "--cluster-has-key"});
  run_git(bare, {"fsck", "--full", "--strict"});
}

TEST_CASE("rotate: a second rotation is told who began the first", "[cli]") {
  const ToyFleet fleet;
  fleet.ok(fleet.with_backup({"rotate", "cluster-a"}));
  const CliResult again = fleet.run(fleet.with_backup({"rotate", "cluster-a"}));
  CHECK(again.code == 6);
  CHECK(again.err.find("under way, begun by") != std::string::npos);
}

}  // namespace holdfast::test
