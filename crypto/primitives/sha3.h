// SHA-3 and SHAKE (OpenSSL; FIPS 202).
#pragma once

#include "src/base/bytes.h"

#include <cstdint>
#include <initializer_list>
#include <span>

namespace holdfast {

// Each takes `parts` as one message and fills `out`; SHAKE with as many bytes as it has.
void sha3_256(std::initializer_list<ByteView> parts, std::span<std::uint8_t, 32> out);
void sha3_512(std::initializer_list<ByteView> parts, std::span<std::uint8_t, 64> out);
void shake128(std::initializer_list<ByteView> parts, std::span<std::uint8_t> out);
void shake256(std::initializer_list<ByteView> parts, std::span<std::uint8_t> out);

}  // namespace holdfast
