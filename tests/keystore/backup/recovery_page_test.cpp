#include "keystore/backup/recovery_page.h"

#include "keystore/backup/backup.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/peer_program.h"
#include "tests/support/toy_keystore.h"

#include <fmt/format.h>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::ToyKeystore;

namespace {

constexpr std::string_view kSecret =
    "applications/overlays/cluster-a/services/velero/cloud-credentials-secret.yaml";

bool has_programs() {
  for (const char* name : {"age", "tar", "sops", "ssh-keygen", "bash"}) {
    if (!test::peer_program(name)) return false;
  }
  return true;
}

// All shell blocks of the page, one after the other.
std::string commands_of(std::string_view page) {
  std::string commands = "set -eu\n";
  for (std::size_t at = page.find("```sh\n"); at != std::string_view::npos;
       at = page.find("```sh\n", at)) {
    at += 6;
    const std::size_t end = page.find("```", at);
    commands += page.substr(at, end - at);
    at = end + 3;
  }
  return commands;
}

void import_fixture_key(Keystore& store) {
  Update update;
  update.put(store.import("cluster-a", SecretText(test::read_fixture("fleet-keys/cluster-a.txt"))));
  store.apply(store.sign(update));
}

// Someone's folder with nothing but the backup and an encrypted file.
void set_out(const Path& folder, const BackupNote& note) {
  for (const auto& entry : std::filesystem::directory_iterator(note.target)) {
    std::filesystem::copy(entry.path(), folder / entry.path().filename());
  }
  std::filesystem::copy(test::fixture(Path("fleet") / kSecret), folder / "secret.yaml");
}

void check_decrypted(std::string_view output) {
  // sops writes the plain fixture in its own layout, so a secret value is what is looked for.
  CHECK_THAT(std::string(output), Catch::Contains("kind: Secret") && !Catch::Contains("ENC["));
}

}  // namespace

TEST_CASE("recovery_page: an operator recovers with age, tar and sops alone",
          "[keystore][interop]") {
  if (!has_programs()) return;
  const ToyKeystore toy;
  Keystore store = toy.write();
  import_fixture_key(store);
  const BackupNote note = back_up(store, toy.root() / "backups");
  const std::string page = recovery_page(store, {note.name, note.taken});
  const Path folder = toy.root() / "elsewhere";
  std::filesystem::create_directory(folder);
  set_out(folder, note);
  write_file(folder / "identity.txt", toy.owner().text + "\n", kPrivate);
  std::filesystem::remove_all(toy.folder());

  const std::string script = fmt::format("cd '{}'\n{}", folder.string(), commands_of(page));
  const ChildResult result = run_child({"bash", "-c", script}, "", 65536);
  REQUIRE(result.exit_code == 0);
  check_decrypted(result.output.expose());
  CHECK(read_file(folder / "backup" / "RECOVERY.md") == page);
}

TEST_CASE("recovery_page: with a passphrase age asks for it", "[keystore][interop]") {
  if (!has_programs() || !test::peer_program("age-plugin-batchpass")) return;
  const test::TempDir dir;
  CreateOptions options;
  options.passphrase = SecretText("correct horse");
  options.work_factor = test::kQuick;
  Keystore::create(dir.path() / "k", std::move(options), test::fixed_clock());
  Keystore store = Keystore::open(dir.path() / "k", Access::Write, test::fixed_clock(), "toy");
  store.unlock(test::passphrase_unlocker("correct horse"));
  import_fixture_key(store);
  const BackupNote note = back_up(store, dir.path() / "backups");
  std::string commands = commands_of(recovery_page(store, {note.name, note.taken}));
  const Path folder = dir.path() / "elsewhere";
  std::filesystem::create_directory(folder);
  set_out(folder, note);

  // Nobody types in a test, so that the identity is opened by age's plugin for that purpose first.
  const std::string sealed = note.name + ".identity.age";
  REQUIRE_THAT(commands, Catch::Contains("age -d -i " + sealed + " "));
  commands.replace(commands.find("-i " + sealed), 3 + sealed.size(), "-i opened.txt");
  const std::string script = fmt::format(
      "cd '{}'\nage -d -j batchpass -o opened.txt {}\n{}", folder.string(), sealed, commands);
  const ChildResult result =
      run_child({"bash", "-c", script}, "", 65536, {"AGE_PASSPHRASE=correct horse"});
  REQUIRE(result.exit_code == 0);
  check_decrypted(result.output.expose());
}

TEST_CASE("recovery_page: names every key that the backup holds", "[keystore]") {
  const ToyKeystore toy;
  const std::string active = toy.add_key("prod");
  const std::string destroyed = toy.add_key("old", KeyState::Destroyed);
  const std::string page = recovery_page(toy.read(), {"name", test::fixed_clock()()});
  CHECK_THAT(page, Catch::Contains(active + " | prod | active"));
  CHECK_THAT(page, !Catch::Contains(destroyed));
}
