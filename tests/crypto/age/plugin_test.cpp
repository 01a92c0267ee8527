#include "crypto/age/plugin.h"

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/x25519.h"
#include "crypto/encoding/bech32.h"
#include "tests/support/catch.h"
#include "tests/support/recording_ui.h"
#include "tests/support/toy_plugin.h"

#include <atomic>
#include <thread>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::kGoodPlugin;
using holdfast::test::RecordingUi;
using holdfast::test::ToyPlugin;

namespace {

std::string recipient_of(std::string_view plugin) {
  return encode_bech32("age1" + std::string(plugin), as_bytes("data"));
}

std::string identity_of(std::string_view plugin) {
  const std::string prefix = "age-plugin-" + std::string(plugin) + "-";
  return std::string(encode_bech32_secret(prefix, as_bytes("data")).expose());
}

// What is said when a plugin that acts so is to wrap a file key.
std::string wrap_fault(std::string_view script) {
  const ToyPlugin plugin("toy", script);
  const RecipientPtr recipient = parse_recipient(recipient_of("toy"));
  return error_of([&] { (void)encrypt_armored(as_bytes("x"), *recipient); }).what();
}

Identities alone(IdentityPtr identity) {
  Identities identities;
  identities.push_back(std::move(identity));
  return identities;
}

}  // namespace

TEST_CASE("plugin: recipients and identities are read", "[crypto][age][plugin]") {
  const std::string recipient = recipient_of("a-b_c+1.d");
  CHECK(parse_recipient(recipient)->text() == recipient);
  CHECK(parse_identity(identity_of("yubikey"))->recipient().empty());
  CHECK(parse_identity_file("# toy\n" + identity_of("toy") + "\n").size() == 1);
}

TEST_CASE("plugin: bad names and damaged texts are refused", "[crypto][age][plugin]") {
  for (const char* name : {"../../bin/sh", "a/b", "", "a b", "a$b", "a\\b"}) {
    INFO(name);
    CHECK(code_of([&] { (void)parse_plugin_recipient(recipient_of(name), nullptr); }) ==
          Code::Failed);
    CHECK(code_of([&] { (void)parse_plugin_identity(identity_of(name), nullptr); }) ==
          Code::Failed);
    CHECK(code_of([&] { (void)plugin_identity_without_data(name, nullptr); }) == Code::Failed);
  }
  const std::string identity = identity_of("toy");
  const Error damaged = error_of([&] { (void)parse_identity(identity + "Q"); });
  CHECK(std::string(damaged.what()).find(identity) == std::string::npos);
  CHECK(code_of([] { (void)parse_recipient("age1yubikey1xyz"); }) == Code::Failed);
  CHECK(code_of([] { (void)parse_identity("AGE-PLUGIN-1XYZ"); }) == Code::Failed);
}

TEST_CASE("plugin: a file goes there and back", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", kGoodPlugin);
  const RecipientPtr recipient = parse_recipient(recipient_of("toy"));
  const std::string file = encrypt_armored(as_bytes("hello"), *recipient);
  const Identities with = alone(plugin_identity_without_data("toy", nullptr));
  CHECK(decrypt(as_bytes(file), with).expose() == "hello");
  const RecipientPtr by_identity = with.front()->as_recipient();
  CHECK(by_identity->text() == "plugin toy");
  const std::string again = encrypt_armored(as_bytes("again"), *by_identity);
  CHECK(decrypt(as_bytes(again), with).expose() == "again");
}

TEST_CASE("plugin: a file for others is no fault of it", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", kGoodPlugin);
  const auto other = X25519Identity::generate();
  const std::string file = encrypt_armored(as_bytes("x"), *other->as_recipient());
  const Identities with = alone(parse_identity(identity_of("toy")));
  CHECK(code_of([&] { (void)decrypt(as_bytes(file), with); }) == Code::NoIdentity);
}

TEST_CASE("plugin: one that cannot be used does not stop other identities",
          "[crypto][age][plugin]") {
  auto other = X25519Identity::generate();
  const std::string file = encrypt_armored(as_bytes("x"), *other->as_recipient());
  Identities with = alone(parse_identity(identity_of("not-installed")));
  const Error missing = error_of([&] { (void)decrypt(as_bytes(file), with); });
  CHECK(missing.code() == Code::Failed);
  CHECK(std::string(missing.what()) ==
        "plugin not-installed: the program age-plugin-not-installed is not on PATH");
  CHECK(missing.advice() == "install age-plugin-not-installed");
  with.push_back(std::move(other));
  CHECK(decrypt(as_bytes(file), with).expose() == "x");
}

TEST_CASE("plugin: what goes wrong names it", "[crypto][age][plugin]") {
  CHECK(wrap_fault("") == "plugin toy: it ended before it was done");
  CHECK(wrap_fault("exec 0<&-; exit 3") == "plugin toy: it ended before it was done");
  CHECK(wrap_fault("kill -9 $$") == "plugin toy: it ended before it was done");
  CHECK(wrap_fault("printf -- '-> recip'") == "plugin toy: it ended before it was done");
  CHECK(wrap_fault("echo hello") == "plugin toy: it sent what is no message");
  CHECK(wrap_fault("printf -- '-> recipient-stanza 7 toy\\n\\n'; sleep 60")
            .starts_with("plugin toy: it sent a recipient-stanza for a file"));
  CHECK(wrap_fault("printf -- '-> error internal\\naGk\\n'; cat >/dev/null") == "plugin toy: hi");
  CHECK(wrap_fault("exec yes | tr -d '\\n'").starts_with("plugin toy: "));
}

TEST_CASE("plugin: a large file header does not block it or us", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", kGoodPlugin);
  std::vector<Stanza> stanzas(1000, Stanza{"other", {std::string(500, 'x')}, Bytes(500)});
  stanzas.push_back({"toy", {}, Bytes(FileKey::kSize)});
  CHECK(parse_identity(identity_of("toy"))->unwrap(stanzas));
}

TEST_CASE("plugin: its questions reach the UI that was given", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy",
                         "printf -- '-> request-secret\\naGk\\n'; read -r a; read -r b;"
                         "[ \"$a\" = '-> ok' ] || exit 1" +
                             std::string(kGoodPlugin));
  RecordingUi ui;
  ui.answer = "1234";
  const RecipientPtr recipient = parse_recipient(recipient_of("toy"), &ui);
  CHECK_FALSE(encrypt_armored(as_bytes("x"), *recipient).empty());
  CHECK(ui.asked == std::vector<std::string>{"secret toy: hi"});
  const RecipientPtr without = parse_recipient(recipient_of("toy"));
  CHECK(code_of([&] { (void)encrypt_armored(as_bytes("x"), *without); }) == Code::Failed);
}

TEST_CASE("plugin: several threads may wrap and unwrap at once", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", kGoodPlugin);
  const RecipientPtr recipient = parse_recipient(recipient_of("toy"));
  const Identities with = alone(parse_identity(identity_of("toy")));
  std::atomic<int> good{0};
  const auto there_and_back = [&] {
    for (int round = 0; round < 5; ++round) {
      const std::string file = encrypt_armored(as_bytes("x"), *recipient);
      if (decrypt(as_bytes(file), with).expose() == "x") ++good;
    }
  };
  {
    const std::jthread one(there_and_back);
    const std::jthread other(there_and_back);
  }
  CHECK(good == 10);
}
