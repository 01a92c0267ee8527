#include "crypto/primitives/aes_modes.h"

#include "crypto/primitives/require.h"
#include "crypto/primitives/writable_bytes.h"
#include "src/base/error.h"

#include <openssl/evp.h>

#include <memory>
#include <string>

namespace holdfast {

namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};

std::unique_ptr<EVP_CIPHER, FreeCipher> fetch(AesMode mode, std::size_t key_size) {
  const std::string name =
      "AES-" + std::to_string(key_size * 8) + (mode == AesMode::Ctr ? "-CTR" : "-CBC");
  std::unique_ptr<EVP_CIPHER, FreeCipher> cipher(EVP_CIPHER_fetch(nullptr, name.c_str(), nullptr));
  require_call(cipher != nullptr, "EVP_CIPHER_fetch");
  return cipher;
}

}  // namespace

SecretText aes_decrypt(AesMode mode, ByteView key, ByteView first, ByteView sealed) {
  if (sealed.size() % kAesBlock != 0 || first.size() != kAesBlock) {
    throw Error(Code::Failed, "what was encrypted is not whole blocks");
  }
  const auto cipher = fetch(mode, key.size());
  const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  require_call(context != nullptr, "EVP_CIPHER_CTX_new");
  require_call(
      EVP_DecryptInit_ex2(context.get(), cipher.get(), key.data(), first.data(), nullptr) == 1 &&
          EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1,
      "EVP_DecryptInit_ex2");
  SecretText plain;
  plain.resize(sealed.size());
  int size = 0;
  require_call(EVP_DecryptUpdate(context.get(),
                                 writable_bytes(plain).data(),
                                 &size,
                                 sealed.data(),
                                 static_cast<int>(sealed.size())) == 1,
               "EVP_DecryptUpdate");
  return plain;
}

}  // namespace holdfast
