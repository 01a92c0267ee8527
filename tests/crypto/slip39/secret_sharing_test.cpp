#include "crypto/slip39/secret_sharing.h"

#include "tests/support/catch.h"

#include <bit>
#include <string>

using namespace holdfast;
using namespace holdfast::slip39;
using holdfast::test::code_of;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

std::vector<Point> pick(const std::vector<SecretBytes>& shares, unsigned which) {
  std::vector<Point> points;
  for (std::size_t x = 0; x < shares.size(); ++x) {
    if (((which >> x) & 1U) == 0) continue;
    points.push_back({static_cast<std::uint8_t>(x), shares[x].clone()});
  }
  return points;
}

}  // namespace

TEST_CASE("secret_sharing: every subset of enough shares recovers", "[crypto][slip39]") {
  for (int count = 1; count <= 6; ++count) {
    for (int threshold = 1; threshold <= count; ++threshold) {
      const auto shares = split_secret(as_bytes(kSecret), threshold, count);
      for (unsigned which = 1; which < (1U << shares.size()); ++which) {
        if (std::popcount(which) < threshold) continue;
        CHECK(as_text(recover_secret(threshold, pick(shares, which)).expose()) == kSecret);
      }
    }
  }
}

TEST_CASE("secret_sharing: a changed share is noticed, used or not", "[crypto][slip39]") {
  const auto shares = split_secret(as_bytes(kSecret), 3, 5);
  for (std::size_t changed = 0; changed < 4; ++changed) {
    auto points = pick(shares, 0b1111);
    points[changed].value.fill()[7] ^= 1U;
    CHECK(code_of([&] { (void)recover_secret(3, points); }) == Code::Integrity);
  }
}

TEST_CASE("secret_sharing: one share less says nothing of the secret", "[crypto][slip39]") {
  // With any value in the place of the missing share there is a secret that fits, so that the
  // others rule out none. The digest rules out all false ones but one in 2^32.
  const auto shares = split_secret(as_bytes(kSecret), 3, 3);
  auto points = pick(shares, 0b111);
  for (int guess = 0; guess < 256; ++guess) {
    points[2].value.fill()[0] = static_cast<std::uint8_t>(guess);
    const bool right = points[2].value.expose()[0] == shares[2].expose()[0];
    if (right) continue;
    CHECK(code_of([&] { (void)recover_secret(3, points); }) == Code::Integrity);
  }
}

TEST_CASE("secret_sharing: the limits of count and threshold", "[crypto][slip39]") {
  CHECK(split_secret(as_bytes(kSecret), 16, 16).size() == 16);
  for (const auto& [threshold, count] :
       {std::pair{0, 1}, {2, 1}, {17, 17}, {1, 17}, {-1, 3}, {0, 0}}) {
    CHECK(code_of([&, limits = std::pair{threshold, count}] {
            (void)split_secret(as_bytes(kSecret), limits.first, limits.second);
          }) == Code::Failed);
  }
}
