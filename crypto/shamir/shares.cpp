#include "crypto/shamir/shares.h"

#include "crypto/shamir/gf256.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <array>
#include <cstdint>

namespace holdfast::shamir {

namespace {

constexpr int kMaxShares = 255;  // x is a byte and not zero

// Horner's rule; `coefficients` start with that of the highest power and end with that of x.
std::uint8_t value_at(std::uint8_t x, std::uint8_t constant, ByteView coefficients) {
  std::uint8_t value = 0;
  for (const std::uint8_t coefficient : coefficients) {
    value = gf256::multiply(static_cast<std::uint8_t>(value ^ coefficient), x);
  }
  return static_cast<std::uint8_t>(value ^ constant);
}

std::uint8_t x_of(const SecretBytes& share) { return share.expose().back(); }

void check(std::span<const SecretBytes> shares) {
  if (shares.size() < 2) throw Error(Code::Integrity, "at least two shares are needed");
  std::array<bool, kMaxShares + 1> seen{};
  seen[0] = true;  // the value at 0 is the secret itself, never a share
  for (const SecretBytes& share : shares) {
    if (share.size() < 2 || share.size() != shares[0].size()) {
      throw Error(Code::Integrity, "the shares do not have the same length");
    }
    if (seen[x_of(share)]) throw Error(Code::Integrity, "two shares are the same, or one is false");
    seen[x_of(share)] = true;
  }
}

// What the share contributes to the value at 0 is its own value times this.
std::uint8_t weight_of(const SecretBytes& share, std::span<const SecretBytes> shares) {
  const std::uint8_t x = x_of(share);
  std::uint8_t weight = 1;
  for (const SecretBytes& other : shares) {
    const std::uint8_t other_x = x_of(other);
    if (other_x == x) continue;
    const auto difference = static_cast<std::uint8_t>(x ^ other_x);
    weight = gf256::multiply(weight, gf256::multiply(other_x, gf256::inverse(difference)));
  }
  return weight;
}

}  // namespace

std::vector<SecretBytes> split(ByteView secret, int count, int threshold) {
  if (threshold < 2 || threshold > count || count > kMaxShares) {
    throw Error(Code::Failed, "the threshold must be at least 2 and at most the number of shares")
        .hint("there can be at most 255 shares");
  }
  std::vector<SecretBytes> shares;
  shares.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) shares.emplace_back(secret.size() + 1);
  SecretBytes coefficients(static_cast<std::size_t>(threshold) - 1);
  for (std::size_t at = 0; at < secret.size(); ++at) {
    random_fill(coefficients.fill());
    std::uint8_t x = 0;
    for (SecretBytes& share : shares) {
      share.fill()[at] = value_at(++x, secret[at], coefficients.expose());
    }
  }
  std::uint8_t x = 0;
  for (SecretBytes& share : shares) share.fill().back() = ++x;
  return shares;
}

SecretBytes combine(std::span<const SecretBytes> shares) {
  check(shares);
  SecretBytes secret(shares[0].size() - 1);
  for (const SecretBytes& share : shares) {
    const std::uint8_t weight = weight_of(share, shares);
    for (std::size_t at = 0; at < secret.size(); ++at) {
      std::uint8_t& sum = secret.fill()[at];
      sum = static_cast<std::uint8_t>(sum ^ gf256::multiply(weight, share.expose()[at]));
    }
  }
  return secret;
}

}  // namespace holdfast::shamir
