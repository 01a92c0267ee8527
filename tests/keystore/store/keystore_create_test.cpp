#include "keystore/audit/log_chain.h"
#include "keystore/store/keystore.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::fixed_clock;

namespace {

CreateOptions with_passphrase(std::string_view passphrase) {
  CreateOptions options;
  options.passphrase = SecretText(passphrase);
  options.by = "toy@example";
  options.work_factor = test::kQuick;
  return options;
}

Keystore open(const Path& folder) {
  return Keystore::open(folder, Access::Read, fixed_clock(), "toy@example");
}

}  // namespace

TEST_CASE("keystore_create: folders are 0700 and files 0600", "[keystore]") {
  const test::TempDir dir;
  const Path folder = dir.path() / "new" / "keystore";
  Keystore::create(folder, with_passphrase("correct horse"), fixed_clock());
  CHECK(mode_of(folder, kPublic) == std::filesystem::perms::owner_all);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    INFO(entry.path());
    const auto expected = entry.is_directory() ? std::filesystem::perms::owner_all : kPrivate;
    CHECK(mode_of(entry.path(), kPublic) == expected);
    files += entry.is_directory() ? 0U : 1U;
  }
  CHECK(files == 9);  // two signed files, one signed log entry, identity, signing key, lock
}

TEST_CASE("keystore_create: what was chosen is what opens", "[keystore]") {
  const test::TempDir dir;
  CreateOptions options = with_passphrase("correct horse");
  options.backup_targets = {"/backups", "s3://b/p"};
  Keystore::create(dir.path(), std::move(options), fixed_clock());
  const Keystore store = open(dir.path());
  CHECK(store.passphrase_mode());
  CHECK(store.recipients().size() == 1);
  CHECK(store.backup_targets() == std::vector<std::string>{"/backups", "s3://b/p"});
  CHECK(store.policy().max_key_age_days == 365);
  CHECK(store.policy().grace_days == 7);
  CHECK(store.signer_fingerprint().starts_with("SHA256:"));
  CHECK_FALSE(store.unlocked());
  CHECK(read_log(dir.path()).front().entry.act == "init");
}

TEST_CASE("keystore_create: operators are kept once each", "[keystore]") {
  const test::TempDir dir;
  const auto one = test::ToyIdentity::make();
  const auto two = test::ToyIdentity::make();
  CreateOptions options;
  options.operators = {one.recipient, two.recipient, one.recipient};
  Keystore::create(dir.path(), std::move(options), fixed_clock());
  CHECK(open(dir.path()).recipients() == std::vector<std::string>{one.recipient, two.recipient});
  CHECK_FALSE(open(dir.path()).passphrase_mode());
  CHECK_FALSE(std::filesystem::exists(dir.path() / "identity.age"));
}

TEST_CASE("keystore_create: refuses a folder that holds one", "[keystore]") {
  const test::ToyKeystore toy;
  const std::string before = read_file(toy.folder() / "keystore.json");
  const auto again = [&] { Keystore::create(toy.folder(), with_passphrase("x"), fixed_clock()); };
  CHECK(code_of(again) == Code::Refused);
  CHECK(read_file(toy.folder() / "keystore.json") == before);
  (void)toy.add_key("a");
  std::filesystem::remove(toy.folder() / "keystore.json");
  CHECK(code_of(again) == Code::Refused);
  CHECK_FALSE(std::filesystem::exists(toy.folder() / "identity.age"));
}

TEST_CASE("keystore_create: goes on where an init was broken off", "[keystore]") {
  const test::ToyKeystore toy;
  std::filesystem::remove(toy.folder() / "keystore.json");
  CHECK_FALSE(Keystore::exists(toy.folder()));
  std::filesystem::remove_all(toy.folder() / "log");
  Keystore::create(toy.folder(), with_passphrase("x"), fixed_clock());
  CHECK(open(toy.folder()).passphrase_mode());
}

TEST_CASE("keystore_create: needs someone who can open it", "[keystore]") {
  const test::TempDir dir;
  CHECK(code_of([&] { Keystore::create(dir.path(), {}, fixed_clock()); }) == Code::Failed);
  CHECK(code_of([&] { Keystore::create(dir.path(), with_passphrase(""), fixed_clock()); }) ==
        Code::Failed);
  CreateOptions options;
  options.operators = {"age1nonsense"};
  CHECK(code_of([&] { Keystore::create(dir.path(), std::move(options), fixed_clock()); }) ==
        Code::Failed);
  CHECK_FALSE(Keystore::exists(dir.path()));
}
