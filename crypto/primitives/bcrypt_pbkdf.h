// bcrypt_pbkdf (OpenBSD): the key that a passphrase gives for OpenSSH's private key files.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstddef>
#include <cstdint>

namespace holdfast {

// `size` bytes of key. The time grows with `rounds` and `size`: 16 rounds for 48 bytes take about a
// tenth of a second. Throws Failed when passphrase or salt are empty, or there are no rounds.
[[nodiscard]] SecretBytes bcrypt_pbkdf(ByteView passphrase,
                                       ByteView salt,
                                       std::uint32_t rounds,
                                       std::size_t size);

}  // namespace holdfast
