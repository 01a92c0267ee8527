#include "crypto/primitives/mlkem768.h"

#include <openssl/opensslv.h>

#if OPENSSL_VERSION_NUMBER < 0x30500000L

#include "crypto/primitives/mlkem/encapsulation.h"
#include "crypto/primitives/require.h"
#include "src/base/random.h"

namespace holdfast {

bool mlkem768_is_valid(const MlKem768PublicKey& key) { return mlkem::is_valid(key); }

MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key) {
  MlKem768Randomness randomness;
  random_fill(randomness.fill());
  return mlkem768_encapsulate(key, randomness);
}

MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key,
                                          const MlKem768Randomness& randomness) {
  require_call(mlkem::is_valid(key), "mlkem768_encapsulate");
  return mlkem::encapsulate(key, randomness);
}

struct MlKem768PrivateKey::State {
  mlkem::DecapsulationKey key;
};

MlKem768PrivateKey::MlKem768PrivateKey(const MlKem768Seed& seed)
    : state_(std::make_unique<State>(State{mlkem::expand(seed)})) {}

MlKem768PrivateKey::MlKem768PrivateKey(MlKem768PrivateKey&&) noexcept = default;
MlKem768PrivateKey& MlKem768PrivateKey::operator=(MlKem768PrivateKey&&) noexcept = default;
MlKem768PrivateKey::~MlKem768PrivateKey() = default;

MlKem768PublicKey MlKem768PrivateKey::public_key() const { return state_->key.pair.public_key; }

MlKem768Secret MlKem768PrivateKey::decapsulate(const MlKem768Ciphertext& ciphertext) const {
  return mlkem::decapsulate(state_->key, ciphertext);
}

}  // namespace holdfast

#endif
