// SSH keys beside the real age: each opens what the other encrypted to them.

#include "crypto/age/decrypt.h"
#include "crypto/age/encrypt.h"
#include "crypto/age/ssh_keys.h"
#include "src/base/file.h"
#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"
#include "tests/support/peer_program.h"
#include "tests/support/temp_dir.h"

#include <algorithm>

namespace holdfast::age {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{1} << 20U;
constexpr std::string_view kPlain = "what both can read\n";

// The private key of a pair that ssh-keygen makes, or one of fixtures/sops.
Path make_key(const test::TempDir& dir, const std::vector<std::string>& options) {
  Path file = dir.path() / "id";
  std::vector<std::string> words{"ssh-keygen", "-q", "-N", "", "-f", file.string()};
  words.insert(words.end(), options.begin(), options.end());
  REQUIRE(run_child(words, {}, kMaxOutput).exit_code == 0);
  return file;
}

std::string public_line(const Path& key) {
  std::string line = read_file(key.string() + ".pub");
  line.erase(std::remove(line.begin(), line.end(), '\n'), line.end());
  return line;
}

SecretText run(const std::vector<std::string>& words, std::string_view input) {
  ChildResult result = run_child(words, input, kMaxOutput);
  CHECK(result.exit_code == 0);
  return std::move(result.output);
}

void check_both_ways(const std::string& age, const Path& key) {
  const std::string line = public_line(key);
  Identities identities;
  identities.push_back(parse_ssh_identity(read_file(key)));
  const SecretText theirs = run({age, "-r", line}, kPlain);
  CHECK(decrypt(theirs.expose_bytes(), identities).expose() == kPlain);

  Recipients to;
  to.push_back(parse_recipient(line));
  const Bytes ours = encrypt(as_bytes(kPlain), to);
  CHECK(run({age, "-d", "-i", key.string()}, as_text(ours)).expose() == kPlain);
}

}  // namespace

TEST_CASE("age_ssh: the keys of the fixtures", "[interop]") {
  const auto age = test::peer_program("age");
  if (!age) return;
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const test::TempDir dir;
    const Path key = dir.path() / "id";
    write_new_private_file(key, test::read_fixture(name));
    write_file(key.string() + ".pub", test::read_fixture(std::string(name) + ".pub"), kPublic);
    check_both_ways(*age, key);
  }
}

TEST_CASE("age_ssh: keys that ssh-keygen makes", "[interop]") {
  const auto age = test::peer_program("age");
  if (!age) return;
  for (const std::vector<std::string>& options : {std::vector<std::string>{"-t", "ed25519"},
                                                  {"-t", "rsa", "-b", "2048"},
                                                  {"-t", "rsa", "-b", "2056", "-m", "PEM"},
                                                  {"-t", "rsa", "-b", "3072", "-m", "PKCS8"}}) {
    const test::TempDir dir;
    check_both_ways(*age, make_key(dir, options));
  }
}

TEST_CASE("age_ssh: age refuses the same keys", "[interop]") {
  const auto age = test::peer_program("age");
  if (!age) return;
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"-t", "ecdsa"}, {"-t", "rsa", "-b", "1024"}}) {
    const test::TempDir dir;
    const std::string line = public_line(make_key(dir, options));
    CHECK(run_child({*age, "-r", line}, kPlain, kMaxOutput).exit_code != 0);
    CHECK(test::code_of([&] { (void)parse_recipient(line); }) == Code::Failed);
    CHECK(unsupported_ssh_key(line));
  }
}

}  // namespace holdfast::age
