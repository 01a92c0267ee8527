#include "crypto/age/identity.h"
#include "crypto/encoding/base64.h"
#include "keystore/store/sops_age_secret.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/git_repo.h"
#include "tests/support/peer_program.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace holdfast {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{16} << 20U;

using Contents = std::map<std::string, std::string>;  // path in the repository to text

std::set<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

Path key_file(std::string_view name) {
  return test::fixture("fleet-keys") / (std::string(name) + ".txt");
}

std::string recipient_of(const Path& key) {
  return age::parse_identity_file(read_file(key)).front()->recipient();
}

// Everything of an encrypted file but what a rotation renews: ciphertexts, wrapped data keys,
// recipients and the date of change.
std::string skeleton(const std::string& text) {
  const std::vector<std::pair<std::regex, std::string>> renewed{
      {std::regex(R"(ENC\[[^\]]*\])"), "ENC"},
      {std::regex(R"(-----BEGIN AGE[^"]*?END AGE ENCRYPTED FILE-----)"), "WRAPPED"},
      {std::regex("age1[a-z0-9]{58}"), "RECIPIENT"},
      {std::regex(R"((lastmodified"?(: | *= ?)).*)"), "$1DATE"}};
  std::string bare = text;
  for (const auto& [what, name] : renewed) bare = std::regex_replace(bare, what, name);
  return bare;
}

// The toy fleet in Git, with a keystore that has the key of cluster-a; the real program does all.
class Fleet {
 public:
  Fleet() {
    std::filesystem::copy(
        test::fixture("fleet"), repo_.path(), std::filesystem::copy_options::recursive);
    start_ = repo_.commit("start");
    for (const std::string& path :
         lines_of(repo_.git({"grep", "-l", "recipient.*" + old_recipient_})))
      encrypted_[path] = repo_.read(path);
    holdfast({"init", "--operator", recipient_of(key_file("ops"))});
    holdfast({"key", "import", key_file("cluster-a").string(), "--cluster", "cluster-a"});
  }

  // Also writes the new key, as Flux finds it in the Secret, to new_key().
  void expand() {
    holdfast({"rotate", "cluster-a", "--to", (scratch_.path() / "backups").string()});
    expanded_ = repo_.id("HEAD");
    scratch_.write("secret.yaml", holdfast({"key", "secret", "cluster-a"}));
    const std::regex newest("[ {]age\\.agekey: \"?([A-Za-z0-9+/=]+)");
    const std::string manifest = secret();
    std::smatch entry;
    REQUIRE(std::regex_search(manifest, entry, newest));
    scratch_.write("new.txt", decode_base64_secret(entry.str(1)).value().expose());
  }
  void finish() {
    const std::string seen = (scratch_.path() / "secret.yaml").string();
    holdfast({"rotate", "cluster-a", "--finish", "--cluster-secret", seen});
  }

  [[nodiscard]] const test::GitRepo& repo() const { return repo_; }
  [[nodiscard]] const Contents& encrypted() const { return encrypted_; }
  [[nodiscard]] const std::string& start() const { return start_; }
  [[nodiscard]] const std::string& expanded() const { return expanded_; }
  [[nodiscard]] const std::string& old_recipient() const { return old_recipient_; }
  [[nodiscard]] Path new_key() const { return scratch_.path() / "new.txt"; }
  [[nodiscard]] std::string secret() const { return read_file(scratch_.path() / "secret.yaml"); }

  // What `sops decrypt` makes of every encrypted file with one key; a file that it refuses is left
  // out.
  [[nodiscard]] Contents open_with(const std::string& sops, const Path& key) const {
    Contents opened;
    for (const auto& [path, old_text] : encrypted_) {
      const ChildResult result = run(
          {"SOPS_AGE_KEY_FILE=" + key.string(), sops, "decrypt", (repo_.path() / path).string()});
      if (result.exit_code == 0) opened[path] = result.output.expose();
    }
    return opened;
  }

 private:
  std::string holdfast(const std::vector<std::string>& words) const {
    std::vector<std::string> line{HOLDFAST_BINARY,
                                  "-C",
                                  repo_.path().string(),
                                  "--keystore",
                                  (scratch_.path() / "keystore").string(),
                                  "--identity",
                                  key_file("ops").string(),
                                  "--yes"};
    line.insert(line.end(), words.begin(), words.end());
    const ChildResult result = run(line);
    INFO("holdfast " << words.front());
    REQUIRE(result.exit_code == 0);
    return std::string(result.output.expose());
  }

  // Runs with no environment but PATH and a home of its own, so that no key of the person who
  // tests is found.
  [[nodiscard]] ChildResult run(const std::vector<std::string>& words) const {
    std::vector<std::string> line{
        "env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + scratch_.path().string()};
    line.insert(line.end(), words.begin(), words.end());
    return run_child(line, "", kMaxOutput);
  }

  test::GitRepo repo_;
  test::TempDir scratch_;
  std::string old_recipient_ = recipient_of(key_file("cluster-a"));
  std::string start_;
  std::string expanded_;
  Contents encrypted_;
};

}  // namespace

TEST_CASE("fleet_rotation: sops reads the same plaintext with the new key alone", "[interop]") {
  const auto sops = test::peer_program("sops");
  if (!sops) return;
  Fleet fleet;
  const Contents before = fleet.open_with(*sops, key_file("cluster-a"));
  REQUIRE(before.size() == 16);
  fleet.expand();
  fleet.finish();
  CHECK(fleet.open_with(*sops, fleet.new_key()) == before);
  CHECK(fleet.open_with(*sops, key_file("ops")) == before);
}

TEST_CASE("fleet_rotation: sops reads nothing with the old key", "[interop]") {
  const auto sops = test::peer_program("sops");
  if (!sops) return;
  Fleet fleet;
  fleet.expand();
  fleet.finish();
  CHECK(fleet.open_with(*sops, key_file("cluster-a")).empty());
  CHECK(fleet.repo().git_code({"grep", "-q", fleet.old_recipient()}) == 1);
}

TEST_CASE("fleet_rotation: between the phases old and new key read every file", "[interop]") {
  const auto sops = test::peer_program("sops");
  if (!sops) return;
  Fleet fleet;
  const Contents before = fleet.open_with(*sops, key_file("cluster-a"));
  fleet.expand();
  CHECK(fleet.open_with(*sops, key_file("cluster-a")) == before);
  CHECK(fleet.open_with(*sops, fleet.new_key()) == before);
}

TEST_CASE("fleet_rotation: between the phases the Secret holds both identities", "[interop]") {
  Fleet fleet;
  fleet.expand();
  const auto recipients = keystore::secret_recipients(fleet.secret());
  REQUIRE(recipients.size() == 2);
  CHECK(std::ranges::count(recipients, fleet.old_recipient()) == 1);
  CHECK(recipients[0] != recipients[1]);
}

TEST_CASE("fleet_rotation: the first half only adds lines", "[interop]") {
  Fleet fleet;
  fleet.expand();
  for (const auto& [path, old_text] : fleet.encrypted()) {
    INFO(path);
    const std::string changed =
        fleet.repo().git({"diff", "--numstat", fleet.start(), "HEAD", "--", path});
    CHECK(changed.find("\t0\t") != std::string::npos);
  }
}

TEST_CASE("fleet_rotation: only ciphertexts, wrapped keys and dates change", "[interop]") {
  Fleet fleet;
  fleet.expand();
  fleet.finish();
  for (const auto& [path, old_text] : fleet.encrypted()) {
    INFO(path);
    const std::string text = fleet.repo().read(path);
    CHECK(text != old_text);
    CHECK(skeleton(text) == skeleton(old_text));
  }
}

TEST_CASE("fleet_rotation: no other file changes but the rules", "[interop]") {
  Fleet fleet;
  fleet.expand();
  fleet.finish();
  std::set<std::string> expected{"applications/overlays/cluster-a/.sops.yaml",
                                 "infrastructure/clusters/cluster-a/.sops.yaml"};
  for (const auto& [path, old_text] : fleet.encrypted()) expected.insert(path);
  CHECK(lines_of(fleet.repo().git({"diff", "--name-only", fleet.start(), "HEAD"})) == expected);
  CHECK(fleet.repo().status().empty());
  CHECK(fleet.repo().id("HEAD^") == fleet.expanded());
  CHECK(fleet.repo().id("HEAD^^") == fleet.start());
}

}  // namespace holdfast
