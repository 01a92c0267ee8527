// scrypt (libsodium; RFC 7914) with r = 8 and p = 1, as age uses it.
#pragma once

#include "crypto/primitives/hkdf.h"
#include "src/base/bytes.h"

namespace holdfast {

// 32 bytes from a passphrase. Takes 2^work_factor KiB of memory; throws Failed when there is none.
[[nodiscard]] DerivedKey scrypt(ByteView passphrase, ByteView salt, int work_factor);

}  // namespace holdfast
