#include "crypto/primitives/ed25519.h"

#include "src/base/random.h"

#include <sodium.h>

namespace holdfast {

namespace {

// libsodium's form of a private key: the seed, then the public key.
using LongKey = SecretKey<crypto_sign_SECRETKEYBYTES, struct LongKeyRole>;

struct KeyPair {
  LongKey secret;
  Ed25519PublicKey public_key{};
};

KeyPair expand(const Ed25519Seed& seed) {
  KeyPair pair;
  crypto_sign_seed_keypair(pair.public_key.data(), pair.secret.fill().data(), seed.expose().data());
  return pair;
}

}  // namespace

Ed25519Seed generate_ed25519() {
  Ed25519Seed seed;
  random_fill(seed.fill());
  return seed;
}

Ed25519PublicKey ed25519_public_key(const Ed25519Seed& seed) { return expand(seed).public_key; }

Ed25519Signature ed25519_sign(ByteView message, const Ed25519Seed& seed) {
  const KeyPair pair = expand(seed);
  Ed25519Signature signature{};
  crypto_sign_detached(
      signature.data(), nullptr, message.data(), message.size(), pair.secret.expose().data());
  return signature;
}

bool ed25519_verify(ByteView message,
                    const Ed25519Signature& signature,
                    const Ed25519PublicKey& signer) {
  return crypto_sign_verify_detached(
             signature.data(), message.data(), message.size(), signer.data()) == 0;
}

std::optional<X25519Point> x25519_point_of(const Ed25519PublicKey& key) {
  X25519Point point{};
  if (crypto_core_ed25519_is_valid_point(key.data()) != 1 ||
      crypto_sign_ed25519_pk_to_curve25519(point.data(), key.data()) != 0) {
    return std::nullopt;
  }
  return point;
}

X25519Scalar x25519_scalar_of(const Ed25519Seed& seed) {
  const KeyPair pair = expand(seed);
  X25519Scalar scalar;
  crypto_sign_ed25519_sk_to_curve25519(scalar.fill().data(), pair.secret.expose().data());
  return scalar;
}

}  // namespace holdfast
