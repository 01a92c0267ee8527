#include "crypto/primitives/sha1.h"

#include "crypto/primitives/require.h"

#include <openssl/evp.h>

namespace holdfast {

namespace {

struct FreeMethod {
  void operator()(EVP_MD* method) const noexcept { EVP_MD_free(method); }
};

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

// Kept, since a fetch by name costs more than to hash a small object.
const EVP_MD* sha1_method() {
  static const std::unique_ptr<EVP_MD, FreeMethod> kMethod(EVP_MD_fetch(nullptr, "SHA1", nullptr));
  require_call(kMethod != nullptr, "EVP_MD_fetch");
  return kMethod.get();
}

}  // namespace

struct Sha1::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context;
};

Sha1::Sha1() : state_(std::make_unique<State>()) {
  state_->context.reset(EVP_MD_CTX_new());
  require_call(state_->context != nullptr, "EVP_MD_CTX_new");
  require_call(EVP_DigestInit_ex2(state_->context.get(), sha1_method(), nullptr) == 1,
               "EVP_DigestInit_ex2");
}

Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;
Sha1::~Sha1() = default;

void Sha1::update(ByteView bytes) {
  require_call(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
               "EVP_DigestUpdate");
}

Sha1Digest Sha1::digest() {
  Sha1Digest digest{};
  require_call(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1,
               "EVP_DigestFinal_ex");
  return digest;
}

}  // namespace holdfast
