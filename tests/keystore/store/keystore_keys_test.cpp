#include "crypto/age/decrypt.h"
#include "crypto/age/header.h"
#include "crypto/encoding/armor.h"
#include "crypto/ssh/private_key.h"
#include "keystore/store/keystore.h"
#include "keystore/store/seal.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/peer_program.h"
#include "tests/support/toy_keystore.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::fixed_clock;
using holdfast::test::passphrase_unlocker;
using holdfast::test::ToyIdentity;
using holdfast::test::ToyKeystore;

namespace {

Keystore open(const Path& folder, Access access = Access::Write) {
  return Keystore::open(folder, access, fixed_clock(), "toy@example");
}

void create_with_passphrase(const Path& folder, int work_factor = test::kQuick) {
  CreateOptions options;
  options.passphrase = SecretText("correct horse");
  options.work_factor = work_factor;
  Keystore::create(folder, std::move(options), fixed_clock());
}

void put(Keystore& store, const KeyRecord& record) {
  Update update;
  update.put(record);
  store.apply(store.sign(update));
}

Path sealed(const Path& folder, const std::string& recipient) {
  return folder / "keys" / (recipient + ".age");
}

}  // namespace

TEST_CASE("keystore_keys: the passphrase opens, and is asked for once", "[keystore]") {
  const test::TempDir dir;
  create_with_passphrase(dir.path());
  Keystore store = open(dir.path());
  int asked = 0;
  const auto unlocker = [&asked] {
    Unlocker result;
    result.passphrase = [&asked] {
      ++asked;
      return SecretText("correct horse");
    };
    return result;
  };
  store.unlock(unlocker());
  store.unlock(unlocker());
  put(store, store.generate("prod"));
  CHECK(store.identity(store.keys().front().recipient) != nullptr);
  CHECK(asked == 1);
}

TEST_CASE("keystore_keys: a wrong or missing passphrase is NoIdentity", "[keystore]") {
  const test::TempDir dir;
  create_with_passphrase(dir.path());
  Keystore store = open(dir.path());
  CHECK(code_of([&] { store.unlock(passphrase_unlocker("wrong horse")); }) == Code::NoIdentity);
  CHECK(code_of([&] { store.unlock({}); }) == Code::NoIdentity);
  Unlocker silent;
  silent.passphrase = [] { return std::nullopt; };
  CHECK(code_of([&] { store.unlock(std::move(silent)); }) == Code::NoIdentity);
  CHECK_FALSE(store.unlocked());
  CHECK(code_of([&] { (void)store.generate("prod"); }) == Code::Failed);
}

TEST_CASE("keystore_keys: identity.age is an age file of work factor 18", "[keystore]") {
  const test::TempDir dir;
  create_with_passphrase(dir.path(), CreateOptions().work_factor);
  const Bytes file = decode_armor(read_file(dir.path() / "identity.age"));
  const auto stanzas = age::parse_header(file).stanzas;
  REQUIRE(stanzas.size() == 1);
  CHECK(stanzas.front().type == "scrypt");
  CHECK(stanzas.front().args.at(1) == "18");
}

TEST_CASE("keystore_keys: nobody is asked where the identity is at hand", "[keystore]") {
  const test::TempDir dir;
  create_with_passphrase(dir.path());
  age::Identities opener;
  opener.push_back(std::make_unique<age::ScryptIdentity>(SecretText("correct horse")));
  const std::string file = read_file(dir.path() / "identity.age");
  Unlocker unlocker;
  unlocker.identities = age::parse_identity_file(age::decrypt(as_bytes(file), opener).expose());
  Keystore store = open(dir.path());
  store.unlock(std::move(unlocker));
  CHECK(store.unlocked());
}

TEST_CASE("keystore_keys: each of two operators opens, a stranger does not", "[keystore]") {
  const test::TempDir dir;
  const auto one = ToyIdentity::make();
  const auto two = ToyIdentity::make();
  CreateOptions options;
  options.operators = {one.recipient, two.recipient};
  Keystore::create(dir.path(), std::move(options), fixed_clock());
  std::string recipient;
  {
    Keystore store = open(dir.path());
    store.unlock(one.unlocker());
    put(store, store.generate("prod"));
    recipient = store.keys().front().recipient;
  }
  Keystore store = open(dir.path(), Access::Read);
  CHECK(code_of([&] { store.unlock(ToyIdentity::make().unlocker()); }) == Code::NoIdentity);
  store.unlock(two.unlocker());
  CHECK(store.identity(recipient)->recipient() == recipient);
}

TEST_CASE("keystore_keys: another signing key is refused", "[keystore]") {
  const ToyKeystore toy;
  const SecretText other = ssh::private_key_file(generate_ed25519(), "");
  write_file(
      toy.folder() / "signing.age", seal(other.expose_bytes(), {toy.owner().recipient}), kPrivate);
  CHECK(code_of([&] { (void)toy.write(); }) == Code::Integrity);
}

TEST_CASE("keystore_keys: a generated key is staged and its file private", "[keystore]") {
  const ToyKeystore toy;
  Keystore store = toy.write();
  const KeyRecord record = store.generate("prod");
  CHECK(record.state == KeyState::Staged);
  CHECK(record.origin == "generated");
  CHECK(record.cluster == "prod");
  CHECK(record.dates.contains("created"));
  CHECK(mode_of(sealed(toy.folder(), record.recipient), kPublic) == kPrivate);
  CHECK(store.keys().empty());  // until its record is written
  put(store, record);
  CHECK(store.find("prod").recipient == record.recipient);
  CHECK(store.identity_text(record.recipient).expose().starts_with("AGE-SECRET-KEY-1"));
}

TEST_CASE("keystore_keys: another key in a key's file is refused", "[keystore]") {
  const ToyKeystore toy;
  const std::string one = toy.add_key("one");
  const std::string two = toy.add_key("two");
  std::filesystem::copy(sealed(toy.folder(), two),
                        sealed(toy.folder(), one),
                        std::filesystem::copy_options::overwrite_existing);
  const Keystore store = toy.write();
  CHECK(code_of([&] { (void)store.identity(one); }) == Code::Integrity);
  CHECK_NOTHROW(store.identity(two));
  toy.raw("keys/" + two + ".age", "nonsense");
  CHECK(code_of([&] { (void)store.identity(two); }) == Code::Integrity);
  CHECK(code_of([&] { (void)store.identity(ToyIdentity::make().recipient); }) == Code::Failed);
}

TEST_CASE("keystore_keys: import is active where no key is, else staged", "[keystore]") {
  const ToyKeystore toy;
  Keystore store = toy.write();
  const auto first = ToyIdentity::make();
  put(store, store.import("prod", SecretText("# mine\n\n" + first.text + "\r\n")));
  CHECK(store.find("prod").recipient == first.recipient);
  CHECK(store.find("prod").origin == "imported");
  CHECK(store.identity_text(first.recipient).expose() == first.text);
  const KeyRecord second = store.import("prod", SecretText(ToyIdentity::make().text));
  CHECK(second.state == KeyState::Staged);
}

TEST_CASE("keystore_keys: importing a key again changes nothing", "[keystore]") {
  const ToyKeystore toy;
  Keystore store = toy.write();
  const auto identity = ToyIdentity::make();
  put(store, store.import("prod", SecretText(identity.text)));
  const std::string before = read_file(sealed(toy.folder(), identity.recipient));
  const KeyRecord again = store.import("prod", SecretText(identity.text));
  CHECK(again.print() == store.find("prod").print());
  CHECK(read_file(sealed(toy.folder(), identity.recipient)) == before);
  CHECK(code_of([&] { (void)store.import("other", SecretText(identity.text)); }) == Code::Refused);
}

TEST_CASE("keystore_keys: import goes on where one was broken off", "[keystore]") {
  const ToyKeystore toy;
  const auto identity = ToyIdentity::make();
  toy.raw("keys/" + identity.recipient + ".age", "");
  Keystore store = toy.write();
  put(store, store.import("prod", SecretText(identity.text)));
  CHECK(store.identity(identity.recipient)->recipient() == identity.recipient);
}

TEST_CASE("keystore_keys: import refuses what is not one X25519 identity", "[keystore]") {
  const ToyKeystore toy;
  Keystore store = toy.write();
  const auto one = ToyIdentity::make();
  for (const std::string& text : {std::string(),
                                  std::string("# only a comment\n"),
                                  one.recipient,
                                  one.text + "\n" + ToyIdentity::make().text,
                                  one.text.substr(0, 40),
                                  " " + one.text}) {
    const auto error = test::error_of([&] { (void)store.import("prod", SecretText(text)); });
    CHECK(error.code() == Code::Failed);
    CHECK_THAT(error.what(), !Catch::Contains(one.text.substr(16, 20)));
  }
  CHECK(code_of([&] { (void)store.import("Bad Name", SecretText(one.text)); }) == Code::Usage);
  CHECK(std::filesystem::is_empty(toy.folder() / "keys"));
}

TEST_CASE("keystore_keys: nothing is made through a keystore opened for reading", "[keystore]") {
  const ToyKeystore toy;
  Keystore store = toy.read();
  store.unlock(toy.owner().unlocker());
  CHECK(code_of([&] { (void)store.generate("prod"); }) == Code::Failed);
  CHECK(code_of([&] { store.apply({}); }) == Code::Failed);
}

TEST_CASE("keystore_keys: the real age opens a sealed key", "[keystore][interop]") {
  const auto age_program = test::peer_program("age");
  if (!age_program) return;
  const ToyKeystore toy;
  const std::string recipient = toy.add_key("prod");
  const Path identity = toy.root() / "identity.txt";
  write_file(identity, toy.owner().text + "\n", kPrivate);
  const ChildResult result =
      run_child({*age_program, "-d", "-i", identity, sealed(toy.folder(), recipient)}, "", 4096);
  REQUIRE(result.exit_code == 0);
  const std::string_view text = result.output.expose();
  CHECK(text.starts_with("# created: 2026-11-24T02:15:03Z\n# public key: " + recipient +
                         "\nAGE-SECRET-KEY-1"));
  CHECK(text.ends_with("\n"));
}

TEST_CASE("keystore_keys: the real age opens identity.age with the passphrase",
          "[keystore][interop]") {
  const auto age_program = test::peer_program("age");
  const auto plugin = test::peer_program("age-plugin-batchpass");
  if (!age_program || !plugin) return;
  const test::TempDir dir;
  create_with_passphrase(dir.path());
  const ChildResult result =
      run_child({*age_program, "-d", "-j", "batchpass", dir.path() / "identity.age"},
                "",
                4096,
                {"AGE_PASSPHRASE=correct horse"});
  REQUIRE(result.exit_code == 0);
  CHECK_THAT(std::string(result.output.expose()),
             Catch::Contains(open(dir.path()).recipients().front()));
}
