#include "crypto/primitives/hash.h"

#include "crypto/encoding/hex.h"
#include "crypto/primitives/require.h"

#include <openssl/evp.h>

namespace holdfast {

namespace {

struct FreeMethod {
  void operator()(EVP_MD* method) const noexcept { EVP_MD_free(method); }
};
using Method = std::unique_ptr<EVP_MD, FreeMethod>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Method fetch(const char* name) {
  Method method(EVP_MD_fetch(nullptr, name, nullptr));
  require_call(method != nullptr, "EVP_MD_fetch");
  return method;
}

// Kept, since a fetch by name costs more than to hash a small message.
const EVP_MD* sha256_method() {
  static const Method kMethod = fetch("SHA256");
  return kMethod.get();
}

const EVP_MD* sha512_method() {
  static const Method kMethod = fetch("SHA512");
  return kMethod.get();
}

template <class Digest>
Digest digest_of(ByteView bytes, const EVP_MD* method) {
  Digest digest{};
  require_call(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, method, nullptr) == 1,
               "EVP_Digest");
  return digest;
}

}  // namespace

Sha256Digest sha256(ByteView bytes) { return digest_of<Sha256Digest>(bytes, sha256_method()); }
Sha512Digest sha512(ByteView bytes) { return digest_of<Sha512Digest>(bytes, sha512_method()); }

std::string sha256_hex(ByteView bytes) { return encode_hex(sha256(bytes)); }

struct Sha512::State {
  Context context;  // OpenSSL wipes it when it is freed
};

Sha512::Sha512() : state_(std::make_unique<State>(State{Context(EVP_MD_CTX_new())})) {
  require_call(state_->context != nullptr, "EVP_MD_CTX_new");
  require_call(EVP_DigestInit_ex2(state_->context.get(), sha512_method(), nullptr) == 1,
               "EVP_DigestInit_ex2");
}

Sha512::Sha512(Sha512&&) noexcept = default;
Sha512& Sha512::operator=(Sha512&&) noexcept = default;
Sha512::~Sha512() = default;

void Sha512::update(ByteView bytes) {
  require_call(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
               "EVP_DigestUpdate");
}

Sha512Digest Sha512::digest() {
  Sha512Digest digest{};
  require_call(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1,
               "EVP_DigestFinal_ex");
  return digest;
}

}  // namespace holdfast
