// HKDF with SHA-256 (RFC 5869), 32 bytes of output: all that age derives.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <string_view>

namespace holdfast {

using DerivedKey = SecretKey<32, struct DerivedKeyRole>;

// Extract under `salt` (may be empty), then expand for `info`.
[[nodiscard]] DerivedKey hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info);

}  // namespace holdfast
