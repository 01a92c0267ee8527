// Randomness from the operating system, by way of libsodium.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace holdfast {

// Fills `out` with unpredictable bytes. Safe to call from any thread.
void random_fill(std::span<std::uint8_t> out);

// 2 * `bytes` lower-case hexadecimal digits, for names that must not collide.
[[nodiscard]] std::string random_hex(std::size_t bytes);

}  // namespace holdfast
