#include "crypto/slip39/master_secret.h"

#include "crypto/primitives/pbkdf2.h"

#include <algorithm>
#include <array>

namespace holdfast::slip39 {

namespace {

constexpr int kRounds = 4;
constexpr int kIterationsOfARound = 2500;

class Feistel {
 public:
  Feistel(ByteView input, const SetLabel& label, ByteView passphrase)
      : half_(input.size() / 2),
        left_(input.first(half_)),
        right_(input.last(half_)),
        label_(label),
        passphrase_(passphrase) {}

  void round(int number) {
    const SecretBytes mask = mask_of(number);
    SecretBytes mixed(half_);
    std::ranges::transform(left_.expose(), mask.expose(), mixed.fill().begin(), std::bit_xor());
    left_ = std::move(right_);
    right_ = std::move(mixed);
  }

  [[nodiscard]] SecretBytes output() const {
    SecretBytes out(2 * half_);
    std::ranges::copy(right_.expose(), out.fill().begin());
    std::ranges::copy(left_.expose(), out.fill().last(half_).begin());
    return out;
  }

 private:
  [[nodiscard]] SecretBytes mask_of(int round) const {
    SecretBytes password(1 + passphrase_.size());
    password.fill()[0] = static_cast<std::uint8_t>(round);
    std::ranges::copy(passphrase_, password.fill().begin() + 1);
    SecretText salt;
    if (!label_.extendable) {
      salt.append("shamir");
      salt.append(static_cast<char>(label_.id >> 8U));
      salt.append(static_cast<char>(label_.id & 0xFFU));
    }
    salt.append(as_text(right_.expose()));
    return pbkdf2_sha256(password.expose(),
                         salt.expose_bytes(),
                         kIterationsOfARound << label_.iteration_exponent,
                         half_);
  }

  std::size_t half_;
  SecretBytes left_;
  SecretBytes right_;
  SetLabel label_;
  ByteView passphrase_;
};

}  // namespace

SecretBytes encrypt_master_secret(ByteView secret, const SetLabel& label, ByteView passphrase) {
  Feistel cipher(secret, label, passphrase);
  for (int round = 0; round < kRounds; ++round) cipher.round(round);
  return cipher.output();
}

SecretBytes decrypt_master_secret(ByteView encrypted, const SetLabel& label, ByteView passphrase) {
  Feistel cipher(encrypted, label, passphrase);
  for (int round = kRounds; round-- > 0;) cipher.round(round);
  return cipher.output();
}

}  // namespace holdfast::slip39
