#include "crypto/primitives/pbkdf2.h"

#include "crypto/primitives/require.h"

#include <openssl/evp.h>

namespace holdfast {

SecretBytes pbkdf2_sha256(ByteView password, ByteView salt, int iterations, std::size_t size) {
  SecretBytes derived(size);
  const std::string_view text = as_text(password);
  require_call(PKCS5_PBKDF2_HMAC(text.data(),
                                 static_cast<int>(text.size()),
                                 salt.data(),
                                 static_cast<int>(salt.size()),
                                 iterations,
                                 EVP_sha256(),
                                 static_cast<int>(size),
                                 derived.fill().data()) == 1,
               "PKCS5_PBKDF2_HMAC");
  return derived;
}

}  // namespace holdfast
