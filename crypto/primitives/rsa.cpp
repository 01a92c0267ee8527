#include "crypto/primitives/rsa.h"

#include "crypto/primitives/require.h"
#include "src/base/error.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <bit>

namespace holdfast {

namespace {

// OpenSSL's C objects, each with the function that frees it.
template <auto Function>
struct Free {
  template <class T>
  void operator()(T* object) const noexcept {
    Function(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;
using Scratch = std::unique_ptr<BN_CTX, Free<BN_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

[[noreturn]] void refuse() {
  ERR_clear_error();
  throw Error(Code::Failed, "the numbers of the RSA key do not fit together");
}

Number new_number() {
  Number number(BN_secure_new());
  require_call(number != nullptr, "BN_secure_new");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

Number to_number(ByteView bytes) {
  Number number = new_number();
  require_call(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) != nullptr,
               "BN_bin2bn");
  return number;
}

// What is handed to OpenSSL to make a key of.
class KeyBuilder {
 public:
  KeyBuilder() : builder_(OSSL_PARAM_BLD_new()) {
    require_call(builder_ != nullptr, "OSSL_PARAM_BLD_new");
  }
  // The number must live until build().
  KeyBuilder& add(const char* name, const Number& number) {
    require_call(OSSL_PARAM_BLD_push_BN(builder_.get(), name, number.get()) == 1,
                 "OSSL_PARAM_BLD_push_BN");
    return *this;
  }
  [[nodiscard]] Key build(int selection) const {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder_.get()));
    const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    require_call(parameters != nullptr && context != nullptr, "EVP_PKEY_CTX_new_from_name");
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) {
      refuse();
    }
    return Key(key);
  }

 private:
  Builder builder_;
};

Context context_of(EVP_PKEY* key) {
  Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  require_call(context != nullptr, "EVP_PKEY_CTX_new_from_pkey");
  return context;
}

void choose_oaep(EVP_PKEY_CTX* context, std::string_view label) {
  require_call(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_oaep_md_name(context, "SHA256", nullptr) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, "SHA256", nullptr) == 1,
               "EVP_PKEY_CTX_set_rsa_padding");
  void* const copy = OPENSSL_memdup(label.data(), label.size());  // the context takes it over
  require_call(copy != nullptr && EVP_PKEY_CTX_set0_rsa_oaep_label(
                                      context, copy, static_cast<int>(label.size())) == 1,
               "EVP_PKEY_CTX_set0_rsa_oaep_label");
}

// What Chinese remaindering needs, and proof that the numbers belong together.
class Factors {
 public:
  Factors(const RsaNumbers& numbers, const Number& modulus, const Number& secret)
      : prime1_(to_number(numbers.prime1)), prime2_(to_number(numbers.prime2)) {
    require_call(scratch_ != nullptr, "BN_CTX_secure_new");
    expect_product(modulus);
    exponent1_ = exponent_for(prime1_, secret, numbers.public_exponent);
    exponent2_ = exponent_for(prime2_, secret, numbers.public_exponent);
    if (BN_mod_inverse(coefficient_.get(), prime2_.get(), prime1_.get(), scratch_.get()) ==
        nullptr) {
      refuse();
    }
  }

  void add_to(KeyBuilder& builder) const {
    builder.add(OSSL_PKEY_PARAM_RSA_FACTOR1, prime1_)
        .add(OSSL_PKEY_PARAM_RSA_FACTOR2, prime2_)
        .add(OSSL_PKEY_PARAM_RSA_EXPONENT1, exponent1_)
        .add(OSSL_PKEY_PARAM_RSA_EXPONENT2, exponent2_)
        .add(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, coefficient_);
  }

 private:
  void expect_product(const Number& modulus) const {
    const Number product = new_number();
    if (BN_mul(product.get(), prime1_.get(), prime2_.get(), scratch_.get()) != 1 ||
        BN_cmp(product.get(), modulus.get()) != 0) {
      refuse();
    }
  }

  // The private exponent modulo prime - 1, which must undo the public one there.
  [[nodiscard]] Number exponent_for(const Number& prime,
                                    const Number& secret,
                                    ByteView public_exponent) const {
    const Number order = new_number();
    Number exponent = new_number();
    const Number undone = to_number(public_exponent);
    if (BN_sub(order.get(), prime.get(), BN_value_one()) != 1 || BN_is_zero(order.get()) != 0 ||
        BN_mod(exponent.get(), secret.get(), order.get(), scratch_.get()) != 1 ||
        BN_mod_mul(undone.get(), undone.get(), exponent.get(), order.get(), scratch_.get()) != 1 ||
        BN_is_one(undone.get()) == 0) {
      refuse();
    }
    return exponent;
  }

  Scratch scratch_{BN_CTX_secure_new()};
  Number prime1_;
  Number prime2_;
  Number exponent1_;
  Number exponent2_;
  Number coefficient_ = new_number();
};

Key public_half(const RsaPublicKey& key) {
  const Number modulus = to_number(key.modulus);
  const Number exponent = to_number(key.exponent);
  KeyBuilder builder;
  builder.add(OSSL_PKEY_PARAM_RSA_N, modulus).add(OSSL_PKEY_PARAM_RSA_E, exponent);
  return builder.build(EVP_PKEY_PUBLIC_KEY);
}

Key private_key(const RsaNumbers& numbers) {
  if (numbers.modulus.size() * 8 > kMaxRsaBits) refuse();
  const Number modulus = to_number(numbers.modulus);
  const Number exponent = to_number(numbers.public_exponent);
  const Number secret = to_number(numbers.private_exponent);
  const Factors factors(numbers, modulus, secret);
  KeyBuilder builder;
  builder.add(OSSL_PKEY_PARAM_RSA_N, modulus)
      .add(OSSL_PKEY_PARAM_RSA_E, exponent)
      .add(OSSL_PKEY_PARAM_RSA_D, secret);
  factors.add_to(builder);
  return builder.build(EVP_PKEY_KEYPAIR);
}

Bytes without_zeros(ByteView number) {
  const auto first = std::ranges::find_if(number, [](std::uint8_t byte) { return byte != 0; });
  return {first, number.end()};
}

}  // namespace

std::size_t RsaPublicKey::bits() const noexcept {
  if (modulus.empty()) return 0;
  return ((modulus.size() - 1) * 8) + static_cast<std::size_t>(std::bit_width(modulus.front()));
}

Bytes rsa_oaep_seal(const RsaPublicKey& key, ByteView plain, std::string_view label) {
  const Key half = public_half(key);
  const Context context = context_of(half.get());
  require_call(EVP_PKEY_encrypt_init(context.get()) == 1, "EVP_PKEY_encrypt_init");
  choose_oaep(context.get(), label);
  Bytes sealed(key.modulus.size());
  std::size_t size = sealed.size();
  if (EVP_PKEY_encrypt(context.get(), sealed.data(), &size, plain.data(), plain.size()) != 1 ||
      size != sealed.size()) {
    ERR_clear_error();
    throw Error(Code::Failed, "the RSA key cannot be encrypted to");
  }
  return sealed;
}

struct RsaPrivateKey::State {
  Key key;
};

RsaPrivateKey::RsaPrivateKey(const RsaNumbers& numbers)
    : public_key_{without_zeros(numbers.modulus), without_zeros(numbers.public_exponent)},
      state_(std::make_unique<const State>(State{private_key(numbers)})) {}

RsaPrivateKey::RsaPrivateKey(RsaPrivateKey&& other) noexcept = default;
RsaPrivateKey& RsaPrivateKey::operator=(RsaPrivateKey&& other) noexcept = default;
RsaPrivateKey::~RsaPrivateKey() = default;

std::optional<SecretBytes> RsaPrivateKey::open(ByteView sealed, std::string_view label) const {
  const Context context = context_of(state_->key.get());
  require_call(EVP_PKEY_decrypt_init(context.get()) == 1, "EVP_PKEY_decrypt_init");
  choose_oaep(context.get(), label);
  SecretBytes plain(public_key_.modulus.size());
  std::size_t size = plain.size();
  const bool opened =
      EVP_PKEY_decrypt(context.get(), plain.fill().data(), &size, sealed.data(), sealed.size()) ==
      1;
  ERR_clear_error();
  if (!opened) return std::nullopt;
  return SecretBytes(plain.expose().first(size));
}

}  // namespace holdfast
