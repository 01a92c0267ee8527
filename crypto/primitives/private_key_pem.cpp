#include "crypto/primitives/private_key_pem.h"

#include "crypto/primitives/require.h"
#include "crypto/primitives/writable_bytes.h"
#include "src/base/error.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <span>

namespace holdfast {

namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

struct FreeSource {
  void operator()(BIO* source) const noexcept { BIO_free(source); }
};

struct FreeNumber {
  void operator()(BIGNUM* number) const noexcept { BN_clear_free(number); }
};

// OpenSSL's pem_password_cb. Always given, since without one OpenSSL asks at the terminal.
int give_passphrase(char* buffer, int size, int /*writing*/, void* passphrase) {
  if (passphrase == nullptr) return -1;
  const std::string_view text = static_cast<const SecretText*>(passphrase)->expose();
  if (text.size() > static_cast<std::size_t>(size)) return -1;
  std::ranges::copy(text, std::span(buffer, text.size()).begin());
  return static_cast<int>(text.size());
}

Key read(std::string_view text, const SecretText* passphrase) {
  const std::unique_ptr<BIO, FreeSource> source(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  require_call(source != nullptr, "BIO_new_mem_buf");
  // The interface takes no const; give_passphrase() only reads.
  auto* const unconst = const_cast<SecretText*>(passphrase);  // NOLINT(*-const-cast)
  Key key(PEM_read_bio_PrivateKey(source.get(), nullptr, give_passphrase, unconst));
  ERR_clear_error();
  if (key) return key;
  throw Error(Code::Failed,
              passphrase != nullptr ? "the passphrase does not open the SSH private key"
                                    : "the SSH private key is malformed");
}

SecretText number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* taken = nullptr;
  const int got = EVP_PKEY_get_bn_param(key, name, &taken);
  const std::unique_ptr<BIGNUM, FreeNumber> number(taken);
  require_call(got == 1, "EVP_PKEY_get_bn_param");
  SecretText bytes;
  bytes.resize(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), writable_bytes(bytes).data());
  return bytes;
}

RsaPrivateKey rsa_of(const EVP_PKEY* key) {
  const SecretText modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
  const SecretText public_exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
  const SecretText private_exponent = number_of(key, OSSL_PKEY_PARAM_RSA_D);
  const SecretText prime1 = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR1);
  const SecretText prime2 = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR2);
  return RsaPrivateKey({.modulus = modulus.expose_bytes(),
                        .public_exponent = public_exponent.expose_bytes(),
                        .private_exponent = private_exponent.expose_bytes(),
                        .prime1 = prime1.expose_bytes(),
                        .prime2 = prime2.expose_bytes()});
}

Ed25519Seed ed25519_of(const EVP_PKEY* key) {
  Ed25519Seed seed;
  std::size_t size = Ed25519Seed::kSize;
  require_call(EVP_PKEY_get_raw_private_key(key, seed.fill().data(), &size) == 1 &&
                   size == Ed25519Seed::kSize,
               "EVP_PKEY_get_raw_private_key");
  return seed;
}

}  // namespace

PrivateKey parse_private_key_pem(std::string_view text, const SecretText* passphrase) {
  const Key key = read(text, passphrase);
  if (EVP_PKEY_is_a(key.get(), "RSA") == 1) return rsa_of(key.get());
  if (EVP_PKEY_is_a(key.get(), "ED25519") == 1) return ed25519_of(key.get());
  throw Error(Code::Failed, "the SSH private key is neither RSA nor Ed25519");
}

}  // namespace holdfast
