#include "keystore/store/keystore.h"

#include "keystore/signing/signed_file.h"
#include "src/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

#include <chrono>

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::ToyKeystore;

namespace {

Path record_file(const ToyKeystore& toy, const std::string& recipient) {
  return toy.folder() / "keys" / (recipient + ".json");
}

void replace_in(const Path& file, std::string_view from, std::string_view to) {
  std::string text = read_file(file);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  write_file(file, text.replace(at, from.size(), to), kPrivate);
}

void add_cluster(const ToyKeystore& toy, std::string_view name) {
  Keystore store = toy.write();
  ClusterRecord record;
  record.cluster = name;
  Update update;
  update.put(record);
  store.apply(store.sign(update));
}

}  // namespace

TEST_CASE("keystore: where there is none, init is the hint", "[keystore]") {
  const test::TempDir dir;
  const Error error =
      error_of([&] { (void)Keystore::open(dir.path(), Access::Read, test::fixed_clock(), ""); });
  CHECK(error.code() == Code::Failed);
  CHECK_THAT(error.advice(), Catch::Contains("init"));
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("keystore: any changed byte of a signed file is refused", "[keystore]") {
  const ToyKeystore toy;
  const std::string recipient = toy.add_key("prod");
  add_cluster(toy, "prod");
  for (const Path& name : {Path("keystore.json"),
                           Path("operators.json"),
                           Path("keys") / (recipient + ".json"),
                           Path("clusters/prod.json")}) {
    const Path file = toy.folder() / name;
    const std::string good = read_file(file);
    for (std::size_t at = 0; at < good.size(); at += 7) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 1);
      write_file(file, bad, kPrivate);
      INFO(name << " at " << at);
      const Code code = code_of([&] { (void)toy.read(); });
      // keystore.json names its own signer, so it may fail to parse before it fails to verify.
      CHECK((code == Code::Integrity || (name == "keystore.json" && code == Code::Failed)));
    }
    write_file(file, good, kPrivate);
  }
  CHECK_NOTHROW(toy.read());
}

TEST_CASE("keystore: a signature that is gone or another's is refused", "[keystore]") {
  const ToyKeystore toy;
  const Path one = record_file(toy, toy.add_key("one"));
  const Path two = record_file(toy, toy.add_key("two"));
  const std::string signature = read_file(signature_of(one));
  write_file(signature_of(one), read_file(signature_of(two)), kPrivate);
  CHECK(code_of([&] { (void)toy.read(); }) == Code::Integrity);
  std::filesystem::remove(signature_of(one));
  const Error error = error_of([&] { (void)toy.read(); });
  CHECK(error.code() == Code::Integrity);
  CHECK(error.file() == one);
  write_file(signature_of(one), signature, kPrivate);
  CHECK_NOTHROW(toy.read());
}

TEST_CASE("keystore: a record under another's name is refused", "[keystore]") {
  const ToyKeystore toy;
  const Path file = record_file(toy, toy.add_key("prod"));
  const Path other = record_file(toy, test::ToyIdentity::make().recipient);
  std::filesystem::copy(file, other);
  std::filesystem::copy(signature_of(file), signature_of(other));
  CHECK(code_of([&] { (void)toy.read(); }) == Code::Integrity);
}

TEST_CASE("keystore: a key's record does not pass for a cluster's", "[keystore]") {
  const ToyKeystore toy;
  const Path file = record_file(toy, toy.add_key("prod"));
  const Path other = toy.folder() / "clusters" / "prod.json";
  std::filesystem::copy(file, other);
  std::filesystem::copy(signature_of(file), signature_of(other));
  CHECK(code_of([&] { (void)toy.read(); }) == Code::Failed);
}

TEST_CASE("keystore: a changed log entry is refused", "[keystore]") {
  const ToyKeystore toy;
  const std::string head = toy.read().log_heads().front();
  replace_in(toy.folder() / "log" / (head + ".json"), "\"init\"", "\"inix\"");
  CHECK(code_of([&] { (void)toy.read(); }) == Code::Integrity);
}

TEST_CASE("keystore: one writes, others read", "[keystore]") {
  const ToyKeystore toy;
  const Keystore writer = toy.write();
  CHECK(code_of([&] { (void)toy.write(); }) == Code::Locked);
  CHECK_NOTHROW(toy.read());
}

TEST_CASE("keystore: temporary files of a crash are left alone", "[keystore]") {
  const ToyKeystore toy;
  const std::string recipient = toy.add_key("prod");
  toy.raw("keys/." + recipient + ".json.holdfast-00ff", "{");
  toy.raw("keys/." + recipient + ".json", "{");
  toy.raw("keys/" + recipient + "x.json.sig", "half");
  CHECK(toy.read().keys().size() == 1);
}

TEST_CASE("keystore: KEY is a cluster, a recipient or its prefix", "[keystore]") {
  const ToyKeystore toy;
  const std::string old = toy.add_key("prod", KeyState::Retired);
  const std::string active = toy.add_key("prod");
  const std::string staged = toy.add_key("next", KeyState::Staged);
  (void)toy.add_key("gone", KeyState::Retired);
  const Keystore store = toy.read();
  CHECK(store.find("prod").recipient == active);
  CHECK(store.find("next").recipient == staged);
  CHECK(store.find(old).recipient == old);
  CHECK(store.find(old.substr(0, 20)).recipient == old);
  CHECK(code_of([&] { (void)store.find("gone"); }) == Code::Failed);
  CHECK(code_of([&] { (void)store.find("nowhere"); }) == Code::Failed);
  CHECK(code_of([&] { (void)store.find(old.substr(0, 7)); }) == Code::Failed);
  CHECK(code_of([&] { (void)store.find(""); }) == Code::Failed);
}

TEST_CASE("keystore: a KEY that names several is refused by their names", "[keystore]") {
  const ToyKeystore toy;
  const std::string one = toy.add_key("prod", KeyState::Staged);
  const std::string two = toy.add_key("prod", KeyState::Staged);
  const Keystore store = toy.read();
  const Error error = error_of([&] { (void)store.find("prod"); });
  CHECK(error.code() == Code::Failed);
  CHECK_THAT(error.what(), Catch::Contains(one) && Catch::Contains(two));
}

TEST_CASE("keystore: clusters are those of keys and of records", "[keystore]") {
  const ToyKeystore toy;
  (void)toy.add_key("b");
  (void)toy.add_key("b", KeyState::Retired);
  add_cluster(toy, "a");
  const Keystore store = toy.read();
  CHECK(store.clusters() == std::vector<std::string>{"a", "b"});
  CHECK(store.cluster("a").cluster == "a");
  CHECK(store.cluster("unknown").estate.empty());
  CHECK(store.active_key("a") == nullptr);
  CHECK(store.active_key("b") != nullptr);
}

TEST_CASE("keystore: unknown members of its files are ignored", "[keystore]") {
  // Written and signed by a later version.
  const ToyKeystore toy;
  Keystore store = toy.write();
  KeyRecord record = store.generate("prod");
  std::string text = record.print().set("hardware", "yes").dump();
  const Path file = record_file(toy, record.recipient);
  const std::string signature = store.signature(text, kRecordSpace);
  write_signed(file, text, signature, kRecordSpace, store.signer());
  CHECK(toy.read().keys().size() == 1);
}

TEST_CASE("keystore: hundreds of records open quickly", "[keystore]") {
  const ToyKeystore toy;
  {
    Keystore store = toy.write();
    KeyRecord record = store.generate("prod");
    for (int i = 0; i < 300; ++i) {
      record.recipient = test::ToyIdentity::make().recipient;
      const std::string text = record.print().dump();
      const std::string signature = store.signature(text, kRecordSpace);
      toy.raw("keys/" + record.recipient + ".json.sig", signature);
      toy.raw("keys/" + record.recipient + ".json", text);
    }
  }
  const auto start = std::chrono::steady_clock::now();
  CHECK(toy.read().keys().size() == 300);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}
