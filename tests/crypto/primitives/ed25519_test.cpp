#include "crypto/primitives/ed25519.h"

#include "crypto/encoding/hex.h"
#include "tests/support/catch.h"

using namespace holdfast;

namespace {

// RFC 8032, section 7.1, test 1.
Ed25519Seed seed_of_rfc() {
  const Bytes seed =
      decode_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  return Ed25519Seed(std::span(seed).first<32>());
}

}  // namespace

TEST_CASE("ed25519: RFC 8032, test 1", "[crypto][primitives]") {
  const Ed25519Seed seed = seed_of_rfc();
  const Ed25519PublicKey key = ed25519_public_key(seed);
  CHECK(encode_hex(key) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const Ed25519Signature signature = ed25519_sign({}, seed);
  CHECK(encode_hex(signature) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  CHECK(ed25519_verify({}, signature, key));
}

TEST_CASE("ed25519: another message, signature or signer is refused", "[crypto][primitives]") {
  const Ed25519Seed seed = generate_ed25519();
  const Ed25519PublicKey key = ed25519_public_key(seed);
  Ed25519Signature signature = ed25519_sign(as_bytes("yes"), seed);
  CHECK(ed25519_verify(as_bytes("yes"), signature, key));
  CHECK_FALSE(ed25519_verify(as_bytes("no"), signature, key));
  CHECK_FALSE(ed25519_verify(as_bytes("yes"), signature, ed25519_public_key(generate_ed25519())));
  signature[3] ^= 1U;
  CHECK_FALSE(ed25519_verify(as_bytes("yes"), signature, key));
}
