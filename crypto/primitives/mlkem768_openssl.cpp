#include "crypto/primitives/mlkem768.h"

#include <openssl/opensslv.h>

#if OPENSSL_VERSION_NUMBER >= 0x30500000L

#include "crypto/primitives/require.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace holdfast {

namespace {

constexpr const char* kAlgorithm = "ML-KEM-768";

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;  // OpenSSL wipes it when it is freed

struct FreeContext {
  void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;

Context context_for(EVP_PKEY* key) {
  Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  require_call(context != nullptr, "EVP_PKEY_CTX_new_from_pkey");
  return context;
}

// OpenSSL makes the modulus check; null where it fails.
Key read_public(const MlKem768PublicKey& key) {
  return Key(EVP_PKEY_new_raw_public_key_ex(nullptr, kAlgorithm, nullptr, key.data(), key.size()));
}

MlKem768Encapsulated encapsulate(const MlKem768PublicKey& to, const OSSL_PARAM* parameters) {
  const Key key = read_public(to);
  require_call(key != nullptr, "EVP_PKEY_new_raw_public_key_ex");
  const Context context = context_for(key.get());
  require_call(EVP_PKEY_encapsulate_init(context.get(), parameters) == 1,
               "EVP_PKEY_encapsulate_init");
  MlKem768Encapsulated result;
  std::size_t carried = result.ciphertext.size();
  std::size_t secret = MlKem768Secret::kSize;
  require_call(EVP_PKEY_encapsulate(context.get(),
                                    result.ciphertext.data(),
                                    &carried,
                                    result.secret.fill().data(),
                                    &secret) == 1,
               "EVP_PKEY_encapsulate");
  return result;
}

// OpenSSL reads a parameter by a pointer that is not const, and leaves what it points to as it is.
template <std::size_t N, class Role>
OSSL_PARAM octets(const char* name, SecretKey<N, Role>& bytes) {
  return OSSL_PARAM_construct_octet_string(name, bytes.fill().data(), N);
}

Key expand(const MlKem768Seed& seed) {
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, kAlgorithm, nullptr));
  require_call(context != nullptr, "EVP_PKEY_CTX_new_from_name");
  require_call(EVP_PKEY_keygen_init(context.get()) == 1, "EVP_PKEY_keygen_init");
  MlKem768Seed copy = seed.clone();
  const std::array parameters{octets(OSSL_PKEY_PARAM_ML_KEM_SEED, copy),
                              OSSL_PARAM_construct_end()};
  require_call(EVP_PKEY_CTX_set_params(context.get(), parameters.data()) == 1,
               "EVP_PKEY_CTX_set_params");
  EVP_PKEY* key = nullptr;
  require_call(EVP_PKEY_generate(context.get(), &key) == 1, "EVP_PKEY_generate");
  return Key(key);
}

}  // namespace

bool mlkem768_is_valid(const MlKem768PublicKey& key) {
  const bool valid = read_public(key) != nullptr;
  ERR_clear_error();
  return valid;
}

MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key) {
  return encapsulate(key, nullptr);
}

MlKem768Encapsulated mlkem768_encapsulate(const MlKem768PublicKey& key,
                                          const MlKem768Randomness& randomness) {
  MlKem768Randomness copy = randomness.clone();
  const std::array parameters{octets(OSSL_KEM_PARAM_IKME, copy), OSSL_PARAM_construct_end()};
  return encapsulate(key, parameters.data());
}

struct MlKem768PrivateKey::State {
  Key key;
};

MlKem768PrivateKey::MlKem768PrivateKey(const MlKem768Seed& seed)
    : state_(std::make_unique<State>(State{expand(seed)})) {}

MlKem768PrivateKey::MlKem768PrivateKey(MlKem768PrivateKey&&) noexcept = default;
MlKem768PrivateKey& MlKem768PrivateKey::operator=(MlKem768PrivateKey&&) noexcept = default;
MlKem768PrivateKey::~MlKem768PrivateKey() = default;

MlKem768PublicKey MlKem768PrivateKey::public_key() const {
  MlKem768PublicKey key{};
  std::size_t size = key.size();
  require_call(EVP_PKEY_get_raw_public_key(state_->key.get(), key.data(), &size) == 1,
               "EVP_PKEY_get_raw_public_key");
  return key;
}

MlKem768Secret MlKem768PrivateKey::decapsulate(const MlKem768Ciphertext& ciphertext) const {
  const Context context = context_for(state_->key.get());
  require_call(EVP_PKEY_decapsulate_init(context.get(), nullptr) == 1, "EVP_PKEY_decapsulate_init");
  MlKem768Secret secret;
  std::size_t size = MlKem768Secret::kSize;
  require_call(
      EVP_PKEY_decapsulate(
          context.get(), secret.fill().data(), &size, ciphertext.data(), ciphertext.size()) == 1,
      "EVP_PKEY_decapsulate");
  return secret;
}

}  // namespace holdfast

#endif
