#include "crypto/primitives/blowfish.h"

#include "crypto/primitives/pi_digits.h"
#include "src/base/secret.h"

#include <algorithm>
#include <utility>

namespace holdfast {

// Computed rather than written down: a thousand numbers copied from somewhere are a thousand that
// nobody reads. It costs less than one passphrase does, once.
Blowfish::State Blowfish::digits() {
  static const State kDigits = [] {
    State state{};
    std::ranges::copy(pi_digits(state.size()), state.begin());
    return state;
  }();
  return kDigits;
}

Blowfish::Blowfish() : state_(digits()) {}

Blowfish::~Blowfish() { wipe(state_.data(), sizeof state_); }

std::uint32_t Blowfish::mix(std::uint32_t half) const {
  const std::uint32_t* const box = state_.data() + kSubkeys;
  std::uint32_t result = box[half >> 24U] + box[kBox + ((half >> 16U) & 0xffU)];
  result ^= box[(2 * kBox) + ((half >> 8U) & 0xffU)];
  return result + box[(3 * kBox) + (half & 0xffU)];
}

Blowfish::Block Blowfish::encrypt(Block block) const {
  auto [left, right] = block;
  for (std::size_t round = 0; round < kSubkeys - 2; round += 2) {
    left ^= state_[round];
    right ^= mix(left) ^ state_[round + 1];
    left ^= mix(right);
  }
  return {right ^ state_[kSubkeys - 1], left ^ state_[kSubkeys - 2]};
}

void Blowfish::expand(Words key) {
  constexpr std::array<std::uint32_t, 2> kNone{};
  expand(key, kNone);
}

void Blowfish::expand(Words key, Words salt) {
  for (std::size_t at = 0; at < kSubkeys; ++at) state_[at] ^= key[at % key.size()];
  Block block{};
  std::size_t next = 0;
  for (std::size_t at = 0; at < state_.size(); at += 2) {
    for (std::uint32_t& half : block) {
      half ^= salt[next];
      next = next + 1 == salt.size() ? 0 : next + 1;
    }
    block = encrypt(block);
    state_[at] = block[0];
    state_[at + 1] = block[1];
  }
}

}  // namespace holdfast
