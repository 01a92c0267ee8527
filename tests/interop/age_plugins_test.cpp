// Real plugins, with the real age or sops at the other end.
#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/plugin.h"
#include "crypto/encoding/bech32.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/cli.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"

#include <cstdlib>

namespace holdfast {

namespace {

// The fixed key that age-plugin-tagtest has the other half of.
const std::string kTagRecipient =
    "age1tag1qwe0kafsjrar4txm6heqnhpfuggzr0gvznz7fvygxrlq90u5mq2pysxtw6h";

std::string run(const std::vector<std::string>& words, std::string_view input) {
  const ChildResult result = run_child(words, input, std::size_t{1} << 20U);
  REQUIRE(result.exit_code == 0);
  return std::string(result.output.expose());
}

std::string open_with_plugin(const std::string& file, std::string_view plugin) {
  age::Identities with;
  with.push_back(age::plugin_identity_without_data(plugin, nullptr));
  return std::string(age::decrypt(as_bytes(file), with).expose());
}

std::string tagtest_identity() {
  return std::string(encode_bech32_secret("age-plugin-tagtest-", {}).expose());
}

class Passphrase {
 public:
  Passphrase() {
    ::setenv("AGE_PASSPHRASE", "toy", 1);             // NOLINT(concurrency-mt-unsafe)
    ::setenv("AGE_PASSPHRASE_WORK_FACTOR", "10", 1);  // NOLINT(concurrency-mt-unsafe)
  }
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  Passphrase(Passphrase&&) = delete;
  Passphrase& operator=(Passphrase&&) = delete;
  ~Passphrase() { ::unsetenv("AGE_PASSPHRASE"); }  // NOLINT(concurrency-mt-unsafe)
};

// Whether all programs of a test are there.
bool have(const std::vector<std::string_view>& programs) {
  for (const std::string_view program : programs) {
    if (!test::peer_program(program)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("age plugins: batchpass opens what age wrote with it, and age what we did", "[interop]") {
  const auto age = test::peer_program("age");
  if (!age || !have({"age-plugin-batchpass"})) return;
  const Passphrase passphrase;
  CHECK(open_with_plugin(run({*age, "-e", "-j", "batchpass"}, "hello"), "batchpass") == "hello");
  const auto identity = age::plugin_identity_without_data("batchpass", nullptr);
  const std::string file = age::encrypt_armored(as_bytes("hello"), *identity->as_recipient());
  CHECK(run({*age, "-d", "-j", "batchpass"}, file) == "hello");
}

TEST_CASE("age plugins: batchpass wants to be the only recipient", "[interop]") {
  if (!have({"age-plugin-batchpass"})) return;
  const Passphrase passphrase;
  const auto identity = age::plugin_identity_without_data("batchpass", nullptr);
  CHECK_FALSE(identity->as_recipient()->wrap(age::FileKey()).labels.empty());
  age::Recipients to;
  for (int i = 0; i < 2; ++i) to.push_back(identity->as_recipient());
  CHECK(test::code_of([&] { (void)age::encrypt(as_bytes("x"), to); }) == Code::Failed);
}

TEST_CASE("age plugins: one's own complaint is told", "[interop]") {
  if (!have({"age-plugin-batchpass"})) return;
  const auto identity = age::plugin_identity_without_data("batchpass", nullptr);
  const auto wrap = [&] { (void)identity->as_recipient()->wrap(age::FileKey()); };
  const std::string text = test::error_of(wrap).what();
  CHECK(text.starts_with("plugin batchpass: "));
  CHECK(text.find("AGE_PASSPHRASE") != std::string::npos);
}

TEST_CASE("age plugins: tagged files go to age and come from it", "[interop]") {
  const auto age = test::peer_program("age");
  if (!age || !have({"age-plugin-tag", "age-plugin-tagtest"})) return;
  const auto recipient = age::parse_recipient(kTagRecipient);
  const std::string file = age::encrypt_armored(as_bytes("hello"), *recipient);
  CHECK(run({*age, "-d", "-j", "tagtest"}, file) == "hello");
  CHECK(open_with_plugin(file, "tagtest") == "hello");
  CHECK(open_with_plugin(run({*age, "-r", kTagRecipient}, "hello"), "tagtest") == "hello");
}

TEST_CASE("age plugins: SOPS files go to sops and come from it", "[interop]") {
  const auto sops = test::peer_program("sops");
  if (!sops || !have({"age-plugin-tag", "age-plugin-tagtest"})) return;
  const test::CliUser user;
  const Path key = user.home() / "tagtest.txt";
  const Path file = user.home() / "plain.yaml";
  write_file(key, tagtest_identity() + "\n", kPrivate);
  write_file(file, "password: hush\n", kPrivate);
  const std::string key_variable = "SOPS_AGE_KEY_FILE=" + key.string();

  const std::string ours =
      user.ok(user.home(), {"encrypt", "--age", kTagRecipient, file.string()}).out;
  const Path encrypted = user.home() / "ours.yaml";
  write_file(encrypted, ours, kPrivate);
  CHECK(run({"env", key_variable, *sops, "decrypt", encrypted.string()}, "") == "password: hush\n");

  const std::string theirs = run({*sops, "encrypt", "--age", kTagRecipient, file.string()}, "");
  write_file(encrypted, theirs, kPrivate);
  const std::vector<std::string> decrypt{
      HOLDFAST_BINARY, "--identity", key.string(), "decrypt", encrypted.string()};
  const test::CliResult result = user.run_program(user.home(), decrypt);
  INFO(result.err);
  CHECK(result.out == "password: hush\n");
}

TEST_CASE("age plugins: an operator whose key is a plugin's opens the keystore", "[interop]") {
  if (!have({"age-plugin-tag", "age-plugin-tagtest"})) return;
  const test::CliUser user;
  const Path key = user.home() / "tagtest.txt";
  write_file(key, tagtest_identity() + "\n", kPrivate);
  const auto holdfast = [&](std::vector<std::string> words) {
    words.insert(
        words.begin(),
        {HOLDFAST_BINARY, "--keystore", user.keystore().string(), "--identity", key.string()});
    const test::CliResult result = user.run_program(user.home(), words);
    INFO(result.err);
    REQUIRE(result.code == 0);
    return result.out;
  };
  holdfast({"init", "--operator", kTagRecipient});
  holdfast({"key", "generate", "toy"});
  CHECK(holdfast({"key", "export", "toy"}).find("AGE-SECRET-KEY-1") != std::string::npos);
}

}  // namespace holdfast
