#include "vault/keyring/identity_sources.h"

#include "crypto/age/encrypt.h"
#include "crypto/age/scrypt_passphrase.h"
#include "src/base/bytes.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::vault {
namespace {

using test::error_of;

// Throw-away keys of the format's test vectors.
const std::string kOne =
    "AGE-SECRET-KEY-127MEZ2MS9Z206TDFMFMDKCTNQ2G4Z39PATDM6EFH8QZR8XJLXWUQV4DU56";
const std::string kOneRecipient = "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846";
const std::string kTwo =
    "AGE-SECRET-KEY-1R7JAJGE6AAS05FEVUN5R6QQ75NHRS88WYLTJW2M008P0VNK02JJSW2WLDM";
const std::string kTwoRecipient = "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n";
const std::string kThree =
    "AGE-SECRET-KEY-10F73R2JAME3NK3LXA7DX2MRHSVL8JVRC7NNZRJUNPQGVHMJ3FWHQVSGN6Z";
const std::string kThreeRecipient =
    "age1av6dn8n35d77lmt402krqp7qmadrc708p5wp4f4gxhhx88keg9mq7kkqfl";

std::optional<SecretText> no_passphrase(const std::string& /*file*/) { return std::nullopt; }

Keyring keyring_of(const IdentitySources& sources, const AskPassphrase& ask = no_passphrase) {
  Keyring keyring;
  add_identities(keyring, sources, ask);
  return keyring;
}

// What the keyring says when nothing decrypts.
std::string notes_of(const Keyring& keyring) {
  Metadata metadata;
  metadata.groups.resize(1);
  return error_of([&] { (void)keyring.data_key(metadata); }).what();
}

bool says(const Keyring& keyring, std::string_view note) {
  const std::string notes = notes_of(keyring);
  CAPTURE(notes, note);
  return notes.find(note) != std::string::npos;
}

std::string sealed_with(const std::string& passphrase, const std::string& plain, age::Form form) {
  constexpr int kQuick = 10;
  age::Recipients to;
  to.push_back(std::make_unique<const age::ScryptRecipient>(SecretText(passphrase), kQuick));
  return to_text(age::encrypt(as_bytes(plain), to, form));
}

TEST_CASE("identity_sources: all sources add up", "[vault][keyring]") {
  const test::TempDir folder;
  const Path file = folder.write("key.txt", "# created: today\r\n" + kTwo + "\r\n");
  IdentitySources sources;
  sources.age_key = SecretText(kOne);
  sources.age_key_file = file.string();
  sources.default_key_file = folder.write("keys.txt", kThree + "\n");
  const Keyring keyring = keyring_of(sources);
  CHECK(keyring.has(kOneRecipient));
  CHECK(keyring.has(kTwoRecipient));
  CHECK(keyring.has(kThreeRecipient));
}

TEST_CASE("identity_sources: the variable may hold several in a line", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key = SecretText("# ops\n " + kOne + " \t" + kTwo + "\r\n\n" + kThree);
  const Keyring keyring = keyring_of(sources);
  CHECK(keyring.has(kOneRecipient));
  CHECK(keyring.has(kTwoRecipient));
  CHECK(keyring.has(kThreeRecipient));
}

TEST_CASE("identity_sources: one bad word discards the whole variable", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key = SecretText(kOne + " # ops");
  const Keyring keyring = keyring_of(sources);
  CHECK(keyring.empty());
  CHECK(says(keyring, "SOPS_AGE_KEY: "));
  CHECK(notes_of(keyring).find(kOne) == std::string::npos);
}

TEST_CASE("identity_sources: a variable that is empty counts as set", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key = SecretText();
  sources.age_key_file = "";
  sources.age_key_cmd = "";
  const Keyring keyring = keyring_of(sources);
  CHECK(says(keyring, "SOPS_AGE_KEY: there is no identity in it"));
  CHECK(says(keyring, "SOPS_AGE_KEY_FILE: "));
  CHECK(says(keyring, "SOPS_AGE_KEY_CMD: there is no command in it"));
}

TEST_CASE("identity_sources: a source that fails is noted, the others count", "[vault][keyring]") {
  const test::TempDir folder;
  IdentitySources sources;
  sources.age_key = SecretText(kOne);
  sources.age_key_file = (folder.path() / "absent.txt").string();
  sources.default_key_file = folder.write("keys.txt", kTwo + " \n");
  sources.ssh_key_file = "/nowhere/id_ed25519";
  sources.ssh_key_cmd = "echo no key";
  const Keyring keyring = keyring_of(sources);
  CHECK(keyring.has(kOneRecipient));
  CHECK_FALSE(keyring.has(kTwoRecipient));
  CHECK(says(keyring, "SOPS_AGE_KEY_FILE: " + *sources.age_key_file));
  CHECK(says(keyring, sources.default_key_file.string() + ": line 1"));
  CHECK(says(keyring, "SOPS_AGE_SSH_PRIVATE_KEY_FILE: /nowhere/id_ed25519"));
  CHECK(says(keyring, "SOPS_AGE_SSH_PRIVATE_KEY_CMD: "));
}

TEST_CASE("identity_sources: what was not found is noted", "[vault][keyring]") {
  IdentitySources sources;
  sources.default_key_file = "/nowhere/keys.txt";
  const Keyring keyring = keyring_of(sources);
  CHECK(says(keyring, "not set: SOPS_AGE_KEY, SOPS_AGE_KEY_FILE, SOPS_AGE_KEY_CMD"));
  CHECK(says(keyring, "/nowhere/keys.txt does not exist"));
}

TEST_CASE("identity_sources: a command's output is an identity file", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key_cmd = "printf '# key\\n%s\\n' " + kOne;
  CHECK(keyring_of(sources).has(kOneRecipient));
  sources.age_key_cmd = "sh -c 'echo " + kOne + "; exit 3'";
  CHECK(keyring_of(sources).empty());
  CHECK(says(keyring_of(sources), "SOPS_AGE_KEY_CMD: sh ended with code 3"));
  sources.age_key_cmd = "sh -c 'echo";
  CHECK(says(keyring_of(sources), "SOPS_AGE_KEY_CMD: a quote is not closed"));
  sources.age_key_cmd = "/nowhere/program";
  CHECK(says(keyring_of(sources), "SOPS_AGE_KEY_CMD: cannot run /nowhere/program"));
}

TEST_CASE("identity_sources: a command is told the recipient that is tried", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key_cmd =
      "sh -c 'test \"$SOPS_AGE_RECIPIENT\" = " + kOneRecipient + " && echo " + kOne + "'";
  Keyring keyring = keyring_of(sources);
  CHECK(keyring.empty());
  add_identities_for(keyring, sources, {"age1other"}, nullptr);
  CHECK(keyring.empty());
  add_identities_for(keyring, sources, {"age1other", kOneRecipient}, nullptr);
  CHECK(keyring.has(kOneRecipient));
}

TEST_CASE("identity_sources: a file encrypted with a passphrase is opened", "[vault][keyring]") {
  const age::Form form = GENERATE(age::Form::Binary, age::Form::Armored);
  const test::TempDir folder;
  const Path file = folder.write("key.age", sealed_with("open sesame", kOne + "\n", form));
  std::vector<std::string> asked;
  const AskPassphrase ask = [&](const std::string& name) {
    asked.push_back(name);
    return SecretText("open sesame");
  };
  IdentitySources sources;
  sources.age_key_file = file.string();
  sources.default_key_file = file;
  CHECK(keyring_of(sources, ask).has(kOneRecipient));
  CHECK(asked == std::vector<std::string>{file.string()});
}

TEST_CASE("identity_sources: a variable may be encrypted with a passphrase", "[vault][keyring]") {
  IdentitySources sources;
  sources.age_key = SecretText(sealed_with("open sesame", kOne, age::Form::Armored));
  const auto ask = [](const std::string& /*file*/) { return SecretText("open sesame"); };
  CHECK(keyring_of(sources, ask).has(kOneRecipient));
}

TEST_CASE("identity_sources: without the passphrase the file is refused", "[vault][keyring]") {
  const test::TempDir folder;
  const std::string sealed = sealed_with("open sesame", kOne, age::Form::Binary);
  const Path file = folder.write("key.age", sealed);
  const auto fault = [](const Path& which, const AskPassphrase& ask) {
    const Error error = error_of([&] { (void)read_identity_file(which, ask); });
    CHECK(error.code() == Code::Failed);
    CHECK(error.file() == which.string());
    return std::string(error.what()).substr(which.string().size());
  };
  CHECK(fault(file, no_passphrase) == ": it is encrypted, and no passphrase was given");
  CHECK(fault(file, nullptr) == ": it is encrypted, and no passphrase was given");
  CHECK(fault(file, [](const std::string&) { return SecretText("wrong"); }) ==
        ": the passphrase does not open it");
  const Path cut = folder.write("cut.age", sealed.substr(0, sealed.size() - 1));
  CHECK_FALSE(fault(cut, [](const std::string&) { return SecretText("open sesame"); }).empty());
}

TEST_CASE("identity_sources: a named file tells its faulty line", "[vault][keyring]") {
  const test::TempDir folder;
  const Path file = folder.write("key.txt", "# key\n" + kOne + "\nage1x\n");
  const Error error = error_of([&] { (void)read_identity_file(file, no_passphrase); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()).starts_with(file.string() + ": line 3: "));
  CHECK(error_of([&] {
          (void)read_identity_file(folder.path() / "absent", no_passphrase);
        }).code() == Code::Failed);
}

// The recipient that a key of fixtures/sops is for.
std::string ssh_recipient(const std::string& name) {
  const std::string line = test::read_fixture("sops/" + name + ".pub");
  return line.substr(0, line.find(' ', line.find(' ') + 1));
}

TEST_CASE("identity_sources: SSH keys add up too", "[vault][keyring]") {
  IdentitySources sources;
  sources.ssh_key_file = test::fixture("sops/ssh_rsa").string();
  sources.ssh_key_cmd = "cat " + test::fixture("sops/ssh_ed25519").string();
  CHECK(keyring_of(sources).has(ssh_recipient("ssh_rsa")));
  CHECK(keyring_of(sources).has(ssh_recipient("ssh_ed25519")));
  IdentitySources found;
  found.default_ssh_files = {"/nowhere/id_ed25519", test::fixture("sops/ssh_ed25519")};
  CHECK(keyring_of(found).has(ssh_recipient("ssh_ed25519")));
}

TEST_CASE("identity_sources: an SSH key's passphrase waits until it is due", "[vault][keyring]") {
  const test::TempDir folder;
  const std::string file = (folder.path() / "id").string();
  REQUIRE(run_child({"ssh-keygen", "-q", "-a", "1", "-N", "phrase", "-t", "ed25519", "-f", file},
                    {},
                    65536)
              .exit_code == 0);
  std::vector<std::string> asked;
  const AskPassphrase ask = [&](const std::string& name) {
    asked.push_back(name);
    return SecretText("phrase");
  };
  IdentitySources sources;
  sources.ssh_key_file = file;
  sources.default_ssh_files = {file};  // the same, which is not asked for twice
  const Keyring keyring = keyring_of(sources, ask);
  REQUIRE(keyring.identities().size() == 1);
  CHECK(asked.empty());
  const std::string line = read_file(file + ".pub");
  const AgeEntry entry{line, wrap_for(line, Bytes(32, 5))};
  Metadata metadata;
  metadata.groups.resize(1);
  metadata.groups[0].age = {entry, entry};
  CHECK(keyring.data_key(metadata).expose()[31] == 5);
  CHECK(asked == std::vector<std::string>{file});
}

// Environment variables as the test sets them; cleared at its end.
class Environment {
 public:
  Environment() { clear(); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  Environment(Environment&&) = delete;
  Environment& operator=(Environment&&) = delete;
  ~Environment() {
    clear();
    if (!home_.empty()) ::setenv("HOME", home_.c_str(), 1);
  }

 private:
  static void clear() {
    for (const char* name : {"SOPS_AGE_KEY",
                             "SOPS_AGE_KEY_FILE",
                             "SOPS_AGE_KEY_CMD",
                             "SOPS_AGE_SSH_PRIVATE_KEY_FILE",
                             "SOPS_AGE_SSH_PRIVATE_KEY_CMD",
                             "XDG_CONFIG_HOME"}) {
      ::unsetenv(name);
    }
  }
  std::string home_ = ::getenv("HOME") == nullptr ? "" : ::getenv("HOME");
};

TEST_CASE("identity_sources: the environment is read, its secret taken", "[vault][keyring]") {
  const Environment environment;
  ::setenv("SOPS_AGE_KEY", kOne.c_str(), 1);
  ::setenv("SOPS_AGE_KEY_FILE", "", 1);
  ::setenv("SOPS_AGE_KEY_CMD", "pass show key", 1);
  const IdentitySources sources = IdentitySources::from_environment();
  REQUIRE(sources.age_key);
  CHECK(sources.age_key->expose() == kOne);
  CHECK(sources.age_key_file == "");
  CHECK(sources.age_key_cmd == "pass show key");
  CHECK_FALSE(sources.ssh_key_file);
  CHECK(::getenv("SOPS_AGE_KEY") == nullptr);
  CHECK(::getenv("SOPS_AGE_KEY_FILE") != nullptr);
  CHECK(::getenv("SOPS_AGE_KEY_CMD") != nullptr);
}

TEST_CASE("identity_sources: SSH keys lie in the home folder", "[vault][keyring]") {
  const Environment environment;
  const auto files = [] { return IdentitySources::from_environment().default_ssh_files; };
  ::setenv("HOME", "/home/toy", 1);
  CHECK(files() == std::vector<Path>{"/home/toy/.ssh/id_ed25519", "/home/toy/.ssh/id_rsa"});
  ::unsetenv("HOME");
  CHECK(files().empty());
}

TEST_CASE("identity_sources: the default file is in the config folder", "[vault][keyring]") {
  const Environment environment;
  const auto file = [] { return IdentitySources::from_environment().default_key_file; };
  ::setenv("HOME", "/home/toy", 1);
  CHECK(file() == "/home/toy/.config/sops/age/keys.txt");
  ::setenv("XDG_CONFIG_HOME", "", 1);
  CHECK(file() == "/home/toy/.config/sops/age/keys.txt");
  ::setenv("XDG_CONFIG_HOME", "/cfg", 1);
  CHECK(file() == "/cfg/sops/age/keys.txt");
  ::setenv("XDG_CONFIG_HOME", "relative", 1);
  CHECK(file().empty());
  ::unsetenv("XDG_CONFIG_HOME");
  ::unsetenv("HOME");
  CHECK(file().empty());
}

}  // namespace
}  // namespace holdfast::vault
