// What holdfast and OpenSSH's own program make of each other's keys and signatures.

#include "crypto/ssh/signature.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
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

TEST_CASE("ssh_keygen: we read the key that it made", "[crypto][ssh]") {
  const Ed25519Seed seed = ssh::parse_private_key_file(test::read_fixture("sops/ssh_ed25519"));
  CHECK(ed25519_public_key(seed) ==
        ssh::parse_public_key_line(test::read_fixture("sops/ssh_ed25519.pub")));
}
