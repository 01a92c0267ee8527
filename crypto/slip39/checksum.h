// RS1024, the Reed-Solomon code over GF(1024) that tells up to three wrong words of a mnemonic for
// certain (SLIP-0039, "Checksum").
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace holdfast::slip39 {

using Word = std::uint16_t;  // 10 bits
inline constexpr std::size_t kChecksumWords = 3;

// The checksum of all words before it. `extendable` chooses the customization string.
[[nodiscard]] std::array<Word, kChecksumWords> checksum(std::span<const Word> words,
                                                        bool extendable) noexcept;

// True if the last three words are the checksum of the others.
[[nodiscard]] bool checksum_holds(std::span<const Word> words, bool extendable) noexcept;

}  // namespace holdfast::slip39
