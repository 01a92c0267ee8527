#include "crypto/ssh/private_key.h"

#include "crypto/ssh/pem.h"
#include "crypto/ssh/public_key.h"
#include "crypto/ssh/wire.h"
#include "tests/support/catch.h"
#include "tests/support/fixture.h"

using namespace holdfast;
using holdfast::test::code_of;
using holdfast::test::error_of;
using holdfast::test::read_fixture;

namespace {

constexpr std::string_view kLabel = "OPENSSH PRIVATE KEY";

std::string line_of(const PrivateKey& key) { return ssh::public_key_line(ssh::public_key_of(key)); }

// The public half of what the file gives, or "refused".
std::string outcome_of(const SecretText& file) {
  try {
    return line_of(ssh::parse_private_key_file(file.expose()));
  } catch (const Error& error) {
    CHECK(error.code() == Code::Failed);
    return "refused";
  }
}

// An encrypted file that asks for so many rounds.
SecretText asking_for(std::uint32_t rounds) {
  ssh::WireWriter options;
  options.string("salt").number(rounds);
  ssh::WireWriter out;
  out.raw(as_bytes(std::string_view("openssh-key-v1\0", 15)));
  out.string("aes256-ctr").string("bcrypt").string(options.bytes()).number(1);
  out.string(ssh::key_blob(ed25519_public_key(generate_ed25519())));
  out.string(Bytes(64, 7));
  return ssh::encode_pem(kLabel, out.bytes());
}

}  // namespace

TEST_CASE("private_key: a file of ours is read back", "[crypto][ssh]") {
  const Ed25519Seed seed = generate_ed25519();
  for (const char* comment : {"", "c", "comment of some length", "1234567"}) {
    const SecretText file = ssh::private_key_file(seed, comment);
    CHECK(equal_constant_time(ssh::parse_ed25519_file(file.expose()).expose(), seed.expose()));
  }
}

TEST_CASE("private_key: ssh-keygen's files are read", "[crypto][ssh]") {
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const std::string file = read_fixture(name);
    const std::string line = read_fixture(std::string(name) + ".pub");
    CHECK(line.starts_with(line_of(ssh::parse_private_key_file(file))));
    CHECK(line.starts_with(line_of(ssh::parse_private_key_file("\r\n " + file + "\n\n"))));
  }
  CHECK(code_of([] { (void)ssh::parse_ed25519_file(read_fixture("sops/ssh_rsa")); }) ==
        Code::Failed);
}

TEST_CASE("private_key: a file that is cut off is refused", "[crypto][ssh]") {
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const std::string file = read_fixture(name);
    for (std::size_t size = 0; size + 1 < file.size(); ++size) {
      CHECK(code_of([&] { (void)ssh::parse_private_key_file(file.substr(0, size)); }) ==
            Code::Failed);
    }
  }
}

TEST_CASE("private_key: a blob that is cut off is refused", "[crypto][ssh]") {
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const SecretText blob = ssh::decode_pem(kLabel, read_fixture(name));
    for (std::size_t size = 0; size < blob.size(); ++size) {
      const SecretText file = ssh::encode_pem(kLabel, blob.expose_bytes().first(size));
      CHECK(code_of([&] { (void)ssh::parse_private_key_file(file.expose()); }) == Code::Failed);
    }
  }
}

TEST_CASE("private_key: a changed file is refused or is the same key", "[crypto][ssh]") {
  for (const char* name : {"sops/ssh_ed25519", "sops/ssh_rsa"}) {
    const std::string line = line_of(ssh::parse_private_key_file(read_fixture(name)));
    const SecretText blob = ssh::decode_pem(kLabel, read_fixture(name));
    std::size_t same = 0;
    for (std::size_t at = 0; at < blob.size(); ++at) {
      Bytes changed(blob.expose_bytes().begin(), blob.expose_bytes().end());
      changed[at] ^= 1U;
      const SecretText file = ssh::encode_pem(kLabel, changed);
      const std::string outcome = outcome_of(file);
      CHECK((outcome == "refused" || outcome == line));
      if (outcome == line) ++same;
    }
    CHECK(same < 300);  // the comment, and RSA's coefficient
  }
}

TEST_CASE("private_key: what it is not is said", "[crypto][ssh]") {
  CHECK(ssh::looks_like_private_key("\n-----BEGIN X"));
  CHECK_FALSE(ssh::looks_like_private_key("AGE-SECRET-KEY-1"));
  for (const char* label : {"EC PRIVATE KEY", "DSA PRIVATE KEY", "CERTIFICATE", "PUBLIC KEY", ""}) {
    const SecretText file = ssh::encode_pem(label, Bytes(40));
    CHECK(code_of([&] { (void)ssh::parse_private_key_file(file.expose()); }) == Code::Failed);
  }
  const SecretText locked = ssh::encode_pem("ENCRYPTED PRIVATE KEY", Bytes(40));
  CHECK(error_of([&] { (void)ssh::private_key_outside(locked.expose()); })
            .advice()
            .find("ssh-keygen -p") != std::string::npos);
  CHECK(code_of([] { (void)ssh::parse_private_key_file(""); }) == Code::Failed);
  CHECK(code_of([] { (void)ssh::parse_private_key_file("-----BEGIN "); }) == Code::Failed);
}

TEST_CASE("private_key: sizes and rounds have limits", "[crypto][ssh]") {
  const std::string file = read_fixture("sops/ssh_ed25519");
  const std::string padding((16U << 10U) - file.size(), '\n');
  CHECK_NOTHROW(ssh::parse_private_key_file(file + padding));
  CHECK(code_of([&] { (void)ssh::parse_private_key_file(file + padding + "\n"); }) == Code::Failed);
  const SecretText passphrase(std::string_view("x"));
  for (const std::uint32_t rounds : {0U, 2049U, 0xffffffffU}) {
    const SecretText greedy = asking_for(rounds);
    CHECK(ssh::private_key_outside(greedy.expose()).has_passphrase);
    CHECK(code_of([&] { (void)ssh::parse_private_key_file(greedy.expose(), &passphrase); }) ==
          Code::Failed);
  }
  const SecretText none;
  const SecretText modest = asking_for(1);
  CHECK(error_of([&] { (void)ssh::parse_private_key_file(modest.expose(), &none); }).what() ==
        std::string("the passphrase is empty"));
}
