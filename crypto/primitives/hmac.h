// HMAC with SHA-256 (RFC 2104).
#pragma once

#include "crypto/primitives/hash.h"
#include "src/base/bytes.h"

#include <initializer_list>

namespace holdfast {

// The code of `parts`, taken as one message. The caller wipes the result where it is a key.
[[nodiscard]] Sha256Digest hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace holdfast
