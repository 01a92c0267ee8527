// HKDF with SHA-256 (RFC 5869), at most 32 bytes of output: all that age derives.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast {

using DerivedKey = SecretKey<32, struct DerivedKeyRole>;

// Extract under `salt` (may be empty), then expand for `info`.
[[nodiscard]] DerivedKey hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info);

// The two steps by themselves. `out` has at most 32 bytes (throws Failed).
[[nodiscard]] DerivedKey hkdf_extract(ByteView salt, ByteView input_key);
void hkdf_expand(const DerivedKey& extracted, ByteView info, std::span<std::uint8_t> out);

}  // namespace holdfast
