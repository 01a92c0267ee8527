#include "keystore/audit/log_chain.h"

#include "crypto/ssh/signature.h"
#include "keystore/signing/record_json.h"
#include "keystore/signing/signed_file.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

#include <map>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

struct Fixture {
  test::TempDir dir;
  Ed25519Seed key = generate_ed25519();
  Ed25519PublicKey signer = ed25519_public_key(key);

  // Writes an entry; `minute` is its date.
  [[nodiscard]] std::string add(std::vector<std::string> parents,
                                const std::string& act,
                                int minute) const {
    LogEntry entry;
    entry.parents = std::move(parents);
    entry.act = act;
    entry.at = Time(std::chrono::minutes(minute));
    entry.details = Json::object();
    const std::string text = record_text(entry.print());
    const std::string signature = ssh::sign(as_bytes(text), kLogSpace, key);
    write_signed(log_file(dir.path(), log_hash(text)), text, signature, kLogSpace, signer);
    return log_hash(text);
  }
  [[nodiscard]] LogChain read() const { return read_chain(dir.path(), signer); }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("log_chain: an empty folder is an empty log", "[keystore]") {
  const Fixture f;
  CHECK(f.read().size() == 0);
  CHECK(f.read().heads().empty());
}

TEST_CASE("log_chain: heads are the entries that no other names", "[keystore]") {
  const Fixture f;
  const std::string root = f.add({}, "init", 0);
  const std::string one = f.add({root}, "one", 1);
  const std::string two = f.add({root}, "two", 2);
  Names both{one, two};
  std::ranges::sort(both);
  CHECK(f.read().heads() == both);
  const std::string merged = f.add(both, "three", 3);
  CHECK(f.read().heads() == Names{merged});
}

TEST_CASE("log_chain: a changed entry is refused", "[keystore]") {
  const Fixture f;
  const Path file = log_file(f.dir.path(), f.add({}, "init", 0));
  std::string text = read_file(file);
  text.replace(text.find("init"), 4, "iniT");
  write_file(file, text, kPrivate);
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
}

TEST_CASE("log_chain: a parent that is gone is noticed", "[keystore]") {
  const Fixture f;
  const std::string root = f.add({}, "init", 0);
  (void)f.add({root}, "one", 1);
  std::filesystem::remove(log_file(f.dir.path(), root));
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
}

TEST_CASE("log_chain: a head that is not signed is refused", "[keystore]") {
  const Fixture f;
  const std::string root = f.add({}, "init", 0);
  std::filesystem::remove(signature_of(log_file(f.dir.path(), root)));
  CHECK(code_of([&] { (void)f.read(); }) == Code::Integrity);
}

TEST_CASE("log_chain: files of other names are left alone", "[keystore]") {
  const Fixture f;
  const std::string root = f.add({}, "init", 0);
  f.dir.write("log/." + root + ".json.holdfast-0123", "half");
  f.dir.write("log/notes.json", "{}");
  CHECK(f.read().heads() == Names{root});
}

TEST_CASE("log_chain: the log comes out parents first, then by date", "[keystore]") {
  const Fixture f;
  const std::string root = f.add({}, "init", 5);  // a clock that was ahead
  const std::string late = f.add({root}, "late", 4);
  const std::string early = f.add({root}, "early", 3);
  const std::string last = f.add({late, early, late}, "last", 0);
  Names acts;
  for (const NamedEntry& entry : read_log(f.dir.path())) acts.push_back(entry.entry.act);
  CHECK(acts == Names{"init", "early", "late", "last"});
}
