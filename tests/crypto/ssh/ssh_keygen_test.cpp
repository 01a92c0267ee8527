// What holdfast and OpenSSH's own program make of each other's keys and signatures.

#include "crypto/ssh/pem.h"
#include "crypto/ssh/private_key.h"
#include "crypto/ssh/public_key.h"
#include "crypto/ssh/signature.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace holdfast;
using holdfast::test::TempDir;

namespace {

constexpr std::size_t kLimit = 65536;
constexpr std::string_view kMessage = "what was signed\n";

bool installed() {
  const bool found =
      run_child({"sh", "-c", "command -v ssh-keygen >/dev/null"}, "", kLimit).exit_code == 0;
  if (!found) WARN("skipped: ssh-keygen is not installed");
  return found;
}

Path write_key(const TempDir& dir, const Ed25519Seed& seed) {
  Path file = dir.path() / "key";
  write_new_private_file(file, ssh::private_key_file(seed, "a comment").expose());
  return file;
}

std::string output_of(const std::vector<std::string>& words) {
  const ChildResult result = run_child(words, kMessage, kLimit);
  CHECK(result.exit_code == 0);
  return std::string(result.output.expose());
}

}  // namespace

TEST_CASE("ssh_keygen: reads our private key and prints our public line", "[crypto][ssh]") {
  if (!installed()) return;
  const TempDir dir;
  const Ed25519Seed seed = generate_ed25519();
  const Ed25519PublicKey key = ed25519_public_key(seed);
  const Path file = write_key(dir, seed);
  CHECK(output_of({"ssh-keygen", "-y", "-f", file.string()}) ==
        ssh::public_key_line(key) + " a comment\n");
  CHECK(output_of({"ssh-keygen", "-l", "-f", file.string()}).find(" " + ssh::fingerprint(key)) !=
        std::string::npos);
}

TEST_CASE("ssh_keygen: verifies our signature", "[crypto][ssh]") {
  if (!installed()) return;
  const TempDir dir;
  const Ed25519Seed seed = generate_ed25519();
  const Path signature = dir.write("message.sig", ssh::sign(as_bytes(kMessage), "holdfast", seed));
  const Path signers =
      dir.write("signers", "us " + ssh::public_key_line(ed25519_public_key(seed)) + "\n");
  const std::vector<std::string> words{"ssh-keygen",
                                       "-Y",
                                       "verify",
                                       "-f",
                                       signers.string(),
                                       "-I",
                                       "us",
                                       "-n",
                                       "holdfast",
                                       "-s",
                                       signature.string()};
  CHECK(run_child(words, kMessage, kLimit).exit_code == 0);
  CHECK(run_child(words, "something else\n", kLimit).exit_code != 0);
}

TEST_CASE("ssh_keygen: we verify its signature", "[crypto][ssh]") {
  if (!installed()) return;
  const TempDir dir;
  const Ed25519Seed seed = generate_ed25519();
  const std::string signature = output_of(
      {"ssh-keygen", "-Y", "sign", "-n", "holdfast", "-f", write_key(dir, seed).string()});
  const Ed25519PublicKey signer = ed25519_public_key(seed);
  CHECK(ssh::verify(as_bytes(kMessage), signature, "holdfast", signer));
  CHECK_FALSE(ssh::verify(as_bytes(kMessage), signature, "other", signer));
  // Ed25519 is deterministic, and so is the form around it.
  CHECK(ssh::sign(as_bytes(kMessage), "holdfast", seed) == signature);
}

namespace {

// A key as ssh-keygen makes it with these options, and the line of its public half.
struct Made {
  SecretText file;
  std::string line;
};

Made make_key(const std::vector<std::string>& options) {
  const TempDir dir;
  const std::string file = (dir.path() / "made").string();
  std::vector<std::string> words{"ssh-keygen", "-q", "-C", "", "-f", file};
  words.insert(words.end(), options.begin(), options.end());
  REQUIRE(run_child(words, {}, kLimit).exit_code == 0);
  std::string line = read_file(file + ".pub");
  return {read_secret_file(file), line.substr(0, line.find_first_of(" \n", line.find(' ') + 1))};
}

std::string line_of(const PrivateKey& key) { return ssh::public_key_line(ssh::public_key_of(key)); }

// The public half of what the file gives, or "refused".
std::string outcome_of(const SecretText& file, const SecretText& passphrase) {
  try {
    return line_of(ssh::parse_private_key_file(file.expose(), &passphrase));
  } catch (const Error&) {
    return "refused";
  }
}

}  // namespace

TEST_CASE("ssh_keygen: we read the keys that it makes", "[crypto][ssh]") {
  if (!installed()) return;
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"-t", "ed25519", "-N", ""},
        {"-t", "rsa", "-b", "2048", "-N", ""},
        {"-t", "rsa", "-b", "3072", "-N", ""},
        {"-t", "rsa", "-b", "2048", "-N", "", "-m", "PEM"},
        {"-t", "rsa", "-b", "2048", "-N", "", "-m", "PKCS8"}}) {
    const Made made = make_key(options);
    CHECK_FALSE(ssh::private_key_outside(made.file.expose()).has_passphrase);
    CHECK(line_of(ssh::parse_private_key_file(made.file.expose())) == made.line);
  }
}

TEST_CASE("ssh_keygen: we read its keys with a passphrase, of each cipher", "[crypto][ssh]") {
  if (!installed()) return;
  const SecretText passphrase(std::string_view("correct horse"));
  for (const char* cipher :
       {"aes256-ctr", "aes256-cbc", "aes192-ctr", "aes192-cbc", "aes128-ctr", "aes128-cbc"}) {
    for (const std::vector<std::string>& type :
         {std::vector<std::string>{"ed25519"}, {"rsa", "-b", "2048"}}) {
      std::vector<std::string> options{"-N", "correct horse", "-a", "2", "-Z", cipher, "-t"};
      options.insert(options.end(), type.begin(), type.end());
      const Made made = make_key(options);
      const auto outside = ssh::private_key_outside(made.file.expose());
      CHECK(outside.has_passphrase);
      CHECK(ssh::public_key_line(outside.public_key.value()) == made.line);
      CHECK(line_of(ssh::parse_private_key_file(made.file.expose(), &passphrase)) == made.line);
    }
  }
}

TEST_CASE("ssh_keygen: we read its keys with its own cipher and rounds", "[crypto][ssh]") {
  if (!installed()) return;
  const SecretText passphrase(std::string_view("phrase"));
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"-t", "ed25519", "-N", "phrase"},
        {"-t", "ed25519", "-N", "phrase", "-a", "40"},
        {"-t", "rsa", "-b", "2048", "-N", "phrase", "-m", "PEM"}}) {
    const Made made = make_key(options);
    CHECK(line_of(ssh::parse_private_key_file(made.file.expose(), &passphrase)) == made.line);
    const SecretText wrong(std::string_view("phrast"));
    CHECK(std::string(test::error_of([&] {
                        (void)ssh::parse_private_key_file(made.file.expose(), &wrong);
                      }).what()) == "the passphrase does not open the SSH private key");
    CHECK(std::string(test::error_of([&] {
                        (void)ssh::parse_private_key_file(made.file.expose());
                      }).what()) == "the SSH private key has a passphrase");
  }
}

TEST_CASE("ssh_keygen: its keys of other kinds are refused in words", "[crypto][ssh]") {
  if (!installed()) return;
  const SecretText passphrase(std::string_view("phrase"));
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"-t", "ecdsa", "-N", ""},
        {"-t", "ecdsa", "-N", "", "-m", "PEM"},
        {"-t", "rsa", "-b", "2048", "-N", "phrase", "-m", "PKCS8"},
        {"-t", "ed25519", "-N", "phrase", "-a", "1", "-Z", "chacha20-poly1305@openssh.com"},
        {"-t", "ed25519", "-N", "phrase", "-a", "1", "-Z", "aes256-gcm@openssh.com"}}) {
    const Made made = make_key(options);
    const Error error =
        test::error_of([&] { (void)ssh::parse_private_key_file(made.file.expose(), &passphrase); });
    CHECK(error.code() == Code::Failed);
    CHECK(std::string(error.what()).find("supported") != std::string::npos);
  }
}

TEST_CASE("ssh_keygen: damaged keys with a passphrase never open as others", "[crypto][ssh]") {
  if (!installed()) return;
  const SecretText passphrase(std::string_view("phrase"));
  for (const char* cipher : {"aes256-ctr", "aes256-cbc"}) {
    const Made made = make_key({"-t", "ed25519", "-N", "phrase", "-a", "1", "-Z", cipher});
    const SecretText blob = ssh::decode_pem("OPENSSH PRIVATE KEY", made.file.expose());
    for (std::size_t at = 0; at < blob.size(); at += 3) {
      Bytes changed(blob.expose_bytes().begin(), blob.expose_bytes().end());
      changed[at] ^= 0x10U;
      const SecretText file = ssh::encode_pem("OPENSSH PRIVATE KEY", changed);
      const std::string outcome = outcome_of(file, passphrase);
      CHECK((outcome == "refused" || outcome == made.line));
    }
  }
}
