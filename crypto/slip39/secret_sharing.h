// Shamir's scheme as SLIP-39 has it: with a digest, so that wrong shares are noticed (SLIP-0039,
// "Sharing a secret").
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstdint>
#include <span>
#include <vector>

namespace holdfast::slip39 {

inline constexpr int kMaxMembers = 16;

// A point of the polynomials: x and one value for each byte.
struct Point {
  std::uint8_t x = 0;
  SecretBytes value;
};

// The values at x = 0 ... count - 1; any `threshold` of them give the secret back. With threshold 1
// each value is the secret. Throws Failed unless 1 <= threshold <= count <= kMaxMembers.
[[nodiscard]] std::vector<SecretBytes> split_secret(ByteView secret, int threshold, int count);

// The secret of exactly `threshold` points with different x, or more: then the others must lie on
// the same polynomials. Throws Integrity when the digest, or one of the others, does not fit.
[[nodiscard]] SecretBytes recover_secret(int threshold, std::span<const Point> points);

}  // namespace holdfast::slip39
