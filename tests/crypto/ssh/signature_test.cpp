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
