#include "crypto/primitives/sha3.h"

#include "crypto/primitives/require.h"

#include <openssl/evp.h>

#include <memory>

namespace holdfast {

namespace {

using Parts = std::initializer_list<ByteView>;

struct FreeMethod {
  void operator()(EVP_MD* method) const noexcept { EVP_MD_free(method); }
};
using Method = std::unique_ptr<EVP_MD, FreeMethod>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;  // OpenSSL wipes it when it is freed

Method fetch(const char* name) {
  Method method(EVP_MD_fetch(nullptr, name, nullptr));
  require_call(method != nullptr, "EVP_MD_fetch");
  return method;
}

Context absorbed(const Method& method, Parts parts) {
  Context context(EVP_MD_CTX_new());
  require_call(context != nullptr, "EVP_MD_CTX_new");
  require_call(EVP_DigestInit_ex2(context.get(), method.get(), nullptr) == 1, "EVP_DigestInit_ex2");
  for (const ByteView part : parts) {
    require_call(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1,
                 "EVP_DigestUpdate");
  }
  return context;
}

void digest(const Method& method, Parts parts, std::uint8_t* out) {
  const Context context = absorbed(method, parts);
  require_call(EVP_DigestFinal_ex(context.get(), out, nullptr) == 1, "EVP_DigestFinal_ex");
}

void squeeze(const Method& method, Parts parts, std::span<std::uint8_t> out) {
  const Context context = absorbed(method, parts);
  require_call(EVP_DigestFinalXOF(context.get(), out.data(), out.size()) == 1,
               "EVP_DigestFinalXOF");
}

}  // namespace

// The methods are kept, since a fetch by name costs more than to hash a small message.

void sha3_256(Parts parts, std::span<std::uint8_t, 32> out) {
  static const Method kMethod = fetch("SHA3-256");
  digest(kMethod, parts, out.data());
}

void sha3_512(Parts parts, std::span<std::uint8_t, 64> out) {
  static const Method kMethod = fetch("SHA3-512");
  digest(kMethod, parts, out.data());
}

void shake128(Parts parts, std::span<std::uint8_t> out) {
  static const Method kMethod = fetch("SHAKE128");
  squeeze(kMethod, parts, out);
}

void shake256(Parts parts, std::span<std::uint8_t> out) {
  static const Method kMethod = fetch("SHAKE256");
  squeeze(kMethod, parts, out);
}

}  // namespace holdfast
