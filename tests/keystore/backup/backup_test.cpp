#include "keystore/backup/backup.h"

#include "crypto/age/decrypt.h"
#include "crypto/primitives/hash.h"
#include "keystore/backup/content.h"
#include "keystore/signing/signed_file.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

#include <sys/mount.h>

#include <algorithm>
#include <map>
#include <set>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::ToyKeystore;

namespace {

std::set<std::string> names_in(const Path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename());
  }
  return names;
}

std::map<std::string, std::string> unpack(const ToyKeystore& toy, const Path& object) {
  const std::string sealed = read_file(object);
  const SecretText tar = age::decrypt(as_bytes(sealed), toy.owner().unlocker().identities);
  std::map<std::string, std::string> files;
  for (const ArchiveEntry& entry : read_tar(tar.expose_bytes())) {
    files[entry.path] = entry.content.expose();
  }
  return files;
}

// A file system of `size` bytes, gone with the object.
class TinyDisk {
 public:
  TinyDisk(Path folder, const std::string& size) : folder_(std::move(folder)) {
    std::filesystem::create_directory(folder_);
    mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  TinyDisk(const TinyDisk&) = delete;
  TinyDisk& operator=(const TinyDisk&) = delete;
  TinyDisk(TinyDisk&&) = delete;
  TinyDisk& operator=(TinyDisk&&) = delete;
  ~TinyDisk() {
    if (mounted_) ::umount(folder_.c_str());
  }
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  Path folder_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("backup: the folder holds the object and its signed description", "[keystore]") {
  const ToyKeystore toy;
  const std::string recipient = toy.add_key("prod");
  const Path target = toy.root() / "new" / "backups";
  const Keystore store = toy.write();
  const BackupNote note = back_up(store, target);
  CHECK(note.target == target);
  CHECK(note.taken == store.now());
  CHECK(note.name.starts_with(store.id().substr(0, 8) + "-20261124T021503Z-"));
  CHECK(note.name.size() == 8 + 1 + 16 + 1 + 4);
  CHECK(names_in(target) == std::set<std::string>{note.name + ".tar.age",
                                                  note.name + ".json",
                                                  note.name + ".json.sig"});
  CHECK(mode_of(target, kPublic) == std::filesystem::perms::owner_all);
  for (const std::string& name : names_in(target))
    CHECK(mode_of(target / name, kPublic) == kPrivate);
  CHECK(sha256_hex(as_bytes(read_file(target / (note.name + ".tar.age")))) == note.sha256);

  const Json description =
      Json::parse(read_signed(target / (note.name + ".json"), kBackupSpace, store.signer()));
  CHECK(description.members().front().first == "holdfast-keystore");
  CHECK(description.at("sha256").text() == note.sha256);
  CHECK(description.at("recipients").items() == Json::Array{recipient});
  CHECK(description.at("sealed_to").items() == Json::Array{toy.owner().recipient});
  CHECK(description.at("log_heads").items() == Json::Array{store.log_heads().front()});
}

TEST_CASE("backup: holds every key, retired ones too, and all that is signed", "[keystore]") {
  const ToyKeystore toy;
  const std::string active = toy.add_key("prod");
  const std::string retired = toy.add_key("prod", KeyState::Retired);
  const std::string destroyed = toy.add_key("prod", KeyState::Destroyed);
  std::filesystem::remove(toy.folder() / "keys" / (destroyed + ".age"));
  const Path target = toy.root() / "backups";
  const Keystore store = toy.write();
  const BackupNote note = back_up(store, target);
  const auto files = unpack(toy, target / (note.name + ".tar.age"));
  for (const std::string& recipient : {active, retired}) {
    const auto identities = age::parse_identity_file(files.at("keys/" + recipient + ".txt"));
    CHECK(identities.front()->recipient() == recipient);
  }
  CHECK_FALSE(files.contains("keys/" + destroyed + ".txt"));
  CHECK(files.at("signing_key").starts_with("-----BEGIN OPENSSH PRIVATE KEY-----"));
  for (const auto& [path, content] : store.public_files()) CHECK(files.at(path) == content);
  CHECK(files.contains("RECOVERY.md"));
  CHECK(signature_holds(
      files.at("manifest.json"), files.at("manifest.json.sig"), kBackupSpace, store.signer()));
  for (const auto& [path, content] : files) CHECK_FALSE(path.ends_with(".age"));
}

TEST_CASE("backup: in passphrase mode the sealed identity lies beside it", "[keystore]") {
  const test::TempDir dir;
  CreateOptions options;
  options.passphrase = SecretText("correct horse");
  options.work_factor = test::kQuick;
  Keystore::create(dir.path() / "k", std::move(options), test::fixed_clock());
  Keystore store =
      Keystore::open(dir.path() / "k", Access::Write, test::fixed_clock(), "toy@example");
  store.unlock(test::passphrase_unlocker("correct horse"));
  const BackupNote note = back_up(store, dir.path() / "b");
  CHECK(read_file(dir.path() / "b" / (note.name + ".identity.age")) ==
        read_file(dir.path() / "k" / "identity.age"));
}

TEST_CASE("backup: two at once do not get into each other's way", "[keystore]") {
  const ToyKeystore toy;
  const Keystore store = toy.write();
  const std::string target = toy.root() / "backups";
  CHECK(back_up(store, target).name != back_up(store, target).name);
  CHECK(names_in(target).size() == 6);
}

TEST_CASE("backup: a key that does not open stops it, and nothing is left", "[keystore]") {
  const ToyKeystore toy;
  const std::string one = toy.add_key("one");
  const std::string two = toy.add_key("two");
  const Path file = toy.folder() / "keys" / (one + ".age");
  const Path target = toy.root() / "backups";
  std::filesystem::copy(toy.folder() / "keys" / (two + ".age"),
                        file,
                        std::filesystem::copy_options::overwrite_existing);
  CHECK(code_of([&] { (void)back_up(toy.write(), target); }) == Code::Integrity);
  std::filesystem::remove(file);
  CHECK(code_of([&] { (void)back_up(toy.write(), target); }) == Code::Failed);
  CHECK(names_in(target).empty());
}

TEST_CASE("backup: a target that is no folder is refused by name", "[keystore]") {
  const ToyKeystore toy;
  const Keystore store = toy.write();
  toy.raw("../file", "");
  for (const std::string& target : {std::string("s3://bucket/prefix"),
                                    std::string(),
                                    (toy.root() / "file").string(),
                                    (toy.root() / "file/below").string()}) {
    INFO(target);
    CHECK(code_of([&] { (void)back_up(store, target); }) == Code::Failed);
  }
  const Error error = error_of([&] { (void)back_up(store, "s3://bucket/prefix"); });
  CHECK_THAT(error.what(), Catch::Contains("s3://bucket/prefix"));
}

TEST_CASE("backup: a full target is Failed, named, and left empty", "[keystore]") {
  const ToyKeystore toy;
  for (int i = 0; i < 12; ++i) (void)toy.add_key("prod", KeyState::Retired);
  const TinyDisk disk(toy.root() / "tiny", "16k");
  if (!disk.mounted()) {
    WARN("skipped: no file system may be mounted here");
    return;
  }
  const Error error = error_of([&] { (void)back_up(toy.write(), toy.root() / "tiny"); });
  CHECK(error.code() == Code::Failed);
  CHECK_THAT(error.what(), Catch::Contains("tiny"));
  CHECK(names_in(toy.root() / "tiny").empty());
}

TEST_CASE("backup: needs an unlocked keystore", "[keystore]") {
  const ToyKeystore toy;
  CHECK(code_of([&] { (void)back_up(toy.read(), toy.root() / "b"); }) == Code::Failed);
}
