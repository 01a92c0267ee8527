#include "crypto/ssh/signature.h"

#include "tests/support/catch.h"

using namespace holdfast;
using holdfast::test::code_of;

namespace {

const std::string kMessage = "a message\n";

}  // namespace

TEST_CASE("signature: holds for its message, namespace and signer alone", "[crypto][ssh]") {
  const Ed25519Seed seed = generate_ed25519();
  const Ed25519PublicKey signer = ed25519_public_key(seed);
  const std::string text = ssh::sign(as_bytes(kMessage), "holdfast", seed);
  CHECK(text.starts_with("-----BEGIN SSH SIGNATURE-----\n"));
  CHECK(text.ends_with("\n-----END SSH SIGNATURE-----\n"));
  CHECK(ssh::verify(as_bytes(kMessage), text, "holdfast", signer));
  CHECK_FALSE(ssh::verify(as_bytes("a massage\n"), text, "holdfast", signer));
  CHECK_FALSE(ssh::verify(as_bytes(kMessage), text, "file", signer));
  CHECK_FALSE(
      ssh::verify(as_bytes(kMessage), text, "holdfast", ed25519_public_key(generate_ed25519())));
}

TEST_CASE("signature: cut off or changed anywhere, it is false", "[crypto][ssh]") {
  const Ed25519Seed seed = generate_ed25519();
  const Ed25519PublicKey signer = ed25519_public_key(seed);
  const std::string text = ssh::sign(as_bytes(kMessage), "holdfast", seed);
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    CHECK_FALSE(ssh::verify(as_bytes(kMessage), text.substr(0, at), "holdfast", signer));
    if (text[at] == '\n') continue;
    std::string changed = text;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK_FALSE(ssh::verify(as_bytes(kMessage), changed, "holdfast", signer));
  }
}

TEST_CASE("signature: a public key is read from its line", "[crypto][ssh]") {
  const Ed25519PublicKey key = ed25519_public_key(generate_ed25519());
  const std::string line = ssh::public_key_line(key);
  CHECK(line.starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"));
  CHECK(ssh::parse_public_key_line(line) == key);
  CHECK(ssh::parse_public_key_line(line + " someone@host and more\n") == key);
  for (const std::string& bad : {std::string(),
                                 std::string("ssh-ed25519"),
                                 std::string("ssh-ed25519 "),
                                 "ssh-rsa" + line.substr(11),
                                 line.substr(0, 60),
                                 " " + line,
                                 line.substr(12)}) {
    CHECK(code_of([&] { (void)ssh::parse_public_key_line(bad); }) == Code::Failed);
  }
}

TEST_CASE("signature: a private key file is read back", "[crypto][ssh]") {
  const Ed25519Seed seed = generate_ed25519();
  for (const char* comment : {"", "c", "comment of some length", "1234567"}) {
    const SecretText file = ssh::private_key_file(seed, comment);
    CHECK(equal_constant_time(ssh::parse_private_key_file(file.expose()).expose(), seed.expose()));
  }
}

TEST_CASE("signature: a private key file that is cut off is refused", "[crypto][ssh]") {
  const SecretText file = ssh::private_key_file(generate_ed25519(), "comment");
  for (std::size_t size = 0; size + 1 < file.size(); ++size) {
    CHECK(code_of([&] { (void)ssh::parse_private_key_file(file.expose().substr(0, size)); }) ==
          Code::Failed);
  }
}
