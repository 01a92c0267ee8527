// AES in counter and chaining mode, without a tag (OpenSSL; NIST SP 800-38A): what OpenSSH encrypts
// private key files with.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstddef>

namespace holdfast {

enum class AesMode { Ctr, Cbc };

inline constexpr std::size_t kAesBlock = 16;

// Decrypts; padding stays. The key has 16, 24 or 32 bytes, the first counter or block kAesBlock.
// Throws Failed unless `sealed` is whole blocks.
[[nodiscard]] SecretText aes_decrypt(AesMode mode, ByteView key, ByteView first, ByteView sealed);

}  // namespace holdfast
