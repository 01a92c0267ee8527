// PBKDF2 with HMAC-SHA256 (OpenSSL; RFC 8018).
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

namespace holdfast {

// Derives `size` bytes. Throws Failed when OpenSSL cannot.
[[nodiscard]] SecretBytes pbkdf2_sha256(ByteView password,
                                        ByteView salt,
                                        int iterations,
                                        std::size_t size);

}  // namespace holdfast
