// Shamir's secret sharing over GF(2^8) as SOPS key groups use it: polynomial x^8+x^4+x^3+x+1, one
// polynomial a byte, the share's x value as its last byte.
#pragma once

#include "src/base/secret.h"

#include <span>
#include <vector>

namespace holdfast::shamir {

// `count` shares of secret.size() + 1 bytes; any `threshold` of them give the secret back. x runs
// from 1. Throws Failed unless 2 <= threshold <= count <= 255.
[[nodiscard]] std::vector<SecretBytes> split(ByteView secret, int count, int threshold);

// The secret that the shares interpolate to at 0; whether it is the right one cannot be told here.
// Throws Integrity for fewer than two shares, unequal lengths, lengths under 2, or equal x values.
[[nodiscard]] SecretBytes combine(std::span<const SecretBytes> shares);

}  // namespace holdfast::shamir
