#include "crypto/slip39/checksum.h"

#include <string_view>

namespace holdfast::slip39 {

namespace {

// The remainder of a polynomial over GF(1024). No branch and no index depends on the words, which
// are secret.
class Remainder {
 public:
  void add(std::uint32_t value) noexcept {
    constexpr std::array<std::uint32_t, 10> kGenerator{0x00E0E040,
                                                       0x01C1C080,
                                                       0x03838100,
                                                       0x07070200,
                                                       0x0E0E0009,
                                                       0x1C0C2412,
                                                       0x38086C24,
                                                       0x3090FC48,
                                                       0x21B1F890,
                                                       0x03F3F120};
    const std::uint32_t top = state_ >> 20U;
    state_ = ((state_ & 0xFFFFFU) << 10U) ^ value;
    for (std::size_t bit = 0; bit < kGenerator.size(); ++bit) {
      state_ ^= kGenerator[bit] & (0U - ((top >> bit) & 1U));
    }
  }
  [[nodiscard]] std::uint32_t state() const noexcept { return state_; }

 private:
  std::uint32_t state_ = 1;
};

Remainder remainder_of(std::span<const Word> words, bool extendable) noexcept {
  const std::string_view customization = extendable ? "shamir_extendable" : "shamir";
  Remainder remainder;
  for (const char letter : customization) remainder.add(static_cast<unsigned char>(letter));
  for (const Word word : words) remainder.add(word);
  return remainder;
}

}  // namespace

std::array<Word, kChecksumWords> checksum(std::span<const Word> words, bool extendable) noexcept {
  Remainder remainder = remainder_of(words, extendable);
  for (std::size_t i = 0; i < kChecksumWords; ++i) remainder.add(0);
  const std::uint32_t code = remainder.state() ^ 1U;
  return {static_cast<Word>((code >> 20U) & 0x3FFU),
          static_cast<Word>((code >> 10U) & 0x3FFU),
          static_cast<Word>(code & 0x3FFU)};
}

bool checksum_holds(std::span<const Word> words, bool extendable) noexcept {
  return remainder_of(words, extendable).state() == 1;
}

}  // namespace holdfast::slip39
