#include "crypto/slip39/secret_sharing.h"

#include "crypto/primitives/hmac.h"
#include "crypto/shamir/gf256.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>

namespace holdfast::slip39 {

namespace {

constexpr std::uint8_t kSecretAt = 255;
constexpr std::uint8_t kDigestAt = 254;
constexpr std::size_t kDigestSize = 4;

std::uint8_t difference(std::uint8_t one, std::uint8_t other) {
  return static_cast<std::uint8_t>(one ^ other);
}

// What a point contributes to the value at `x` is its own value times this (Lagrange).
std::uint8_t weight_of(const Point& point, std::span<const Point> points, std::uint8_t x) {
  std::uint8_t weight = 1;
  for (const Point& other : points) {
    if (other.x == point.x) continue;
    weight = gf256::multiply(weight, difference(x, other.x));
    weight = gf256::multiply(weight, gf256::inverse(difference(point.x, other.x)));
  }
  return weight;
}

SecretBytes value_at(std::uint8_t x, std::span<const Point> points) {
  SecretBytes value(points.front().value.size());
  for (const Point& point : points) {
    const std::uint8_t weight = weight_of(point, points, x);
    for (std::size_t at = 0; at < value.size(); ++at) {
      std::uint8_t& sum = value.fill()[at];
      sum = difference(sum, gf256::multiply(weight, point.value.expose()[at]));
    }
  }
  return value;
}

// The first bytes of a keyed hash of the secret, then the key, which is random.
SecretBytes digest_share(ByteView secret) {
  SecretBytes share(secret.size());
  const std::span<std::uint8_t> key = share.fill().subspan(kDigestSize);
  random_fill(key);
  Sha256Digest digest = hmac_sha256(key, {secret});
  std::ranges::copy(std::span(digest).first<kDigestSize>(), share.fill().begin());
  wipe(digest);
  return share;
}

bool digest_holds(ByteView share, ByteView secret) {
  Sha256Digest digest = hmac_sha256(share.subspan(kDigestSize), {secret});
  const bool holds =
      equal_constant_time(std::span(digest).first<kDigestSize>(), share.first(kDigestSize));
  wipe(digest);
  return holds;
}

void require_on_polynomials(std::span<const Point> others, std::span<const Point> points) {
  for (const Point& other : others) {
    if (equal_constant_time(value_at(other.x, points).expose(), other.value.expose())) continue;
    throw Error(Code::Integrity, "the shares do not go together: one of them is false");
  }
}

}  // namespace

std::vector<SecretBytes> split_secret(ByteView secret, int threshold, int count) {
  if (threshold < 1 || threshold > count || count > kMaxMembers) {
    throw Error(Code::Failed, "the threshold must be at least 1 and at most the number of shares")
        .hint("a group has at most 16 shares");
  }
  std::vector<SecretBytes> shares;
  if (threshold == 1) {
    for (int x = 0; x < count; ++x) shares.emplace_back(secret);
    return shares;
  }
  std::vector<Point> base;
  for (int x = 0; x < threshold - 2; ++x) {
    SecretBytes& random = shares.emplace_back(secret.size());
    random_fill(random.fill());
    base.push_back({static_cast<std::uint8_t>(x), random.clone()});
  }
  base.push_back({kDigestAt, digest_share(secret)});
  base.push_back({kSecretAt, SecretBytes(secret)});
  for (int x = threshold - 2; x < count; ++x) {
    shares.push_back(value_at(static_cast<std::uint8_t>(x), base));
  }
  return shares;
}

SecretBytes recover_secret(int threshold, std::span<const Point> points) {
  const auto used = points.first(static_cast<std::size_t>(threshold));
  require_on_polynomials(points.subspan(used.size()), used);
  if (threshold == 1) return used.front().value.clone();
  SecretBytes secret = value_at(kSecretAt, used);
  if (!digest_holds(value_at(kDigestAt, used).expose(), secret.expose())) {
    throw Error(Code::Integrity, "the shares do not go together: one of them is false");
  }
  return secret;
}

}  // namespace holdfast::slip39
