#include "keystore/audit/log_chain.h"
#include "keystore/audit/log_check.h"
#include "keystore/signing/signed_file.h"
#include "keystore/store/keystore.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

#include <map>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::ToyKeystore;

namespace {

using Files = std::map<std::string, std::string>;

Files files_below(const Path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "lock") {
      files[entry.path().lexically_relative(folder)] = read_file(entry.path());
    }
  }
  return files;
}

// A keystore with a key, and an update that changes it, adds a cluster and logs twice.
struct Fixture {
  ToyKeystore toy;
  std::string recipient = toy.add_key("prod", KeyState::Staged);
  SignedUpdate update = sign();
  Files before = files_below(toy.folder());

  [[nodiscard]] SignedUpdate sign() const {
    const Keystore store = toy.write();
    KeyRecord record = store.find("prod");
    record.enter(KeyState::Active, store.now());
    ClusterRecord cluster;
    cluster.cluster = "prod";
    cluster.estate.push_back({"/repo", "main"});
    Update changes;
    changes.log("rotate", Json::object(), ActPhase::Intent);
    changes.log("rotate", Json::object());
    changes.put(record);
    changes.put(cluster);
    return store.sign(changes);
  }
  void apply() const {
    Keystore store = Keystore::open(toy.folder(), Access::Write, test::fixed_clock(), "b");
    store.apply(update);
  }
};

}  // namespace

TEST_CASE("keystore_update: what is applied is there, in memory and on disk", "[keystore]") {
  const Fixture f;
  Keystore store = Keystore::open(f.toy.folder(), Access::Write, test::fixed_clock(), "b");
  CHECK(store.find(f.recipient).state == KeyState::Staged);
  store.apply(f.update);  // needs no identity
  CHECK(store.find("prod").state == KeyState::Active);
  CHECK(store.cluster("prod").estate.size() == 1);
  const Keystore again = f.toy.read();
  CHECK(again.find("prod").print() == store.find("prod").print());
  CHECK(again.cluster("prod").print() == store.cluster("prod").print());
  CHECK(again.log_heads() == store.log_heads());
  CHECK(again.log_heads().size() == 1);
}

TEST_CASE("keystore_update: entries of the log follow one another", "[keystore]") {
  const Fixture f;
  f.apply();
  const auto log = read_log(f.toy.folder());
  REQUIRE(log.size() == 4);
  for (std::size_t i = 1; i < log.size(); ++i) {
    CHECK(log[i].entry.parents == std::vector<std::string>{log[i - 1].hash});
  }
  CHECK(log[2].entry.phase == ActPhase::Intent);
  CHECK(log[3].entry.phase == ActPhase::Outcome);
  CHECK(log[3].entry.by == "toy@example");
  CHECK(verify_log(f.toy.folder(), f.toy.read().signer()).findings.empty());
}

TEST_CASE("keystore_update: lies in a journal and comes back", "[keystore]") {
  const Fixture f;
  const SignedUpdate back = SignedUpdate::parse(Json::parse(f.update.print().dump()));
  CHECK(back.files == f.update.files);
}

TEST_CASE("keystore_update: a crash at any write does no harm and can be gone over", "[keystore]") {
  const Fixture f;
  f.apply();
  const Files after = files_below(f.toy.folder());
  // What the disk holds once the first `done` files have been renamed into place.
  for (std::size_t done = 0; done <= f.update.files.size(); ++done) {
    INFO("after " << done << " files");
    std::filesystem::remove_all(f.toy.folder());
    for (const auto& [name, content] : f.before) f.toy.raw(name, content);
    for (std::size_t i = 0; i < done; ++i) {
      const std::string& name = f.update.files[i].first;
      f.toy.raw(name, after.at(name));
    }
    CHECK_NOTHROW(f.toy.read());
    f.apply();
    CHECK(files_below(f.toy.folder()) == after);
    f.apply();
    CHECK(files_below(f.toy.folder()) == after);
  }
}

TEST_CASE("keystore_update: a tampered update is refused and nothing written", "[keystore]") {
  const Fixture f;
  const auto refused = [&f](const SignedUpdate& update) {
    Keystore store = Keystore::open(f.toy.folder(), Access::Write, test::fixed_clock(), "b");
    const Code code = code_of([&] { store.apply(update); });
    CHECK(files_below(f.toy.folder()) == f.before);
    return code;
  };
  for (std::size_t i = 0; i < f.update.files.size(); ++i) {
    INFO(f.update.files[i].first);
    SignedUpdate changed = f.update;
    std::string& content = changed.files[i].second;
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    const Code code = refused(changed);
    CHECK((code == Code::Integrity || code == Code::Failed));  // may not parse any more
    SignedUpdate less = f.update;
    less.files.erase(less.files.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(refused(less) == Code::Integrity);
  }
}

TEST_CASE("keystore_update: an update stays within the keystore", "[keystore]") {
  const Fixture f;
  Keystore store = f.toy.write();
  const std::string& text = f.update.files.back().second;  // of clusters/prod.json
  for (const std::string path : {"../evil.json",
                                 "keys/../../evil.json",
                                 "clusters/../prod.json",
                                 "clusters/prod",
                                 "/tmp/prod.json",
                                 "keystore.json",
                                 "clusters/other.json",
                                 "keys/prod.json"}) {
    INFO(path);
    SignedUpdate update;
    update.files.emplace_back(path + ".sig", store.signature(text, kRecordSpace));
    update.files.emplace_back(path, text);
    const Code code = code_of([&] { store.apply(update); });
    CHECK((code == Code::Integrity || code == Code::Failed));
  }
  CHECK(files_below(f.toy.folder()) == f.before);
}
