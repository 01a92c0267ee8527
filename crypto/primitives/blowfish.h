// Blowfish (Schneier, 1993) with the key schedule that bcrypt runs again and again. Written here
// because libsodium has none, and OpenSSL's cannot be given a salt.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace holdfast {

class Blowfish {
 public:
  using Block = std::array<std::uint32_t, 2>;
  // Key bytes, four to a number, the first the highest.
  using Words = std::span<const std::uint32_t>;

  // The state that no key has touched yet.
  Blowfish();
  Blowfish(const Blowfish&) = delete;  // a copy would have to be wiped too
  Blowfish& operator=(const Blowfish&) = delete;
  Blowfish(Blowfish&&) = delete;
  Blowfish& operator=(Blowfish&&) = delete;
  ~Blowfish();

  // Mixes in a key, which is repeated as often as it takes and must not be empty; with a salt, as
  // bcrypt does.
  void expand(Words key);
  void expand(Words key, Words salt);
  [[nodiscard]] Block encrypt(Block block) const;

 private:
  static constexpr std::size_t kSubkeys = 18;
  static constexpr std::size_t kBoxes = 4;
  static constexpr std::size_t kBox = 256;
  using State = std::array<std::uint32_t, kSubkeys + (kBoxes * kBox)>;

  [[nodiscard]] static State digits();
  [[nodiscard]] std::uint32_t mix(std::uint32_t half) const;

  State state_;  // the subkeys, then the boxes
};

}  // namespace holdfast
