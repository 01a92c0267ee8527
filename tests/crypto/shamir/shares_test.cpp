#include "crypto/shamir/shares.h"

#include "tests/crypto/sops/vectors.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;
using holdfast::test::code_of;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

std::vector<SecretBytes> pick(const std::vector<SecretBytes>& shares,
                              std::initializer_list<std::size_t> which) {
  std::vector<SecretBytes> picked;
  for (const std::size_t i : which) picked.push_back(shares[i].clone());
  return picked;
}

std::string combined(const std::vector<SecretBytes>& shares) {
  return to_text(shamir::combine(shares).expose());
}

bool refused(const std::vector<SecretBytes>& shares) {
  return code_of([&] { (void)shamir::combine(shares); }) == Code::Integrity;
}

}  // namespace

TEST_CASE("shares: any two or three of the shares that sops made", "[crypto][shamir]") {
  const Json& vector = test::sops_vector("14-key-groups-2of3");
  std::vector<SecretBytes> shares;
  for (const Json& share : vector.at("shares_hex").items()) {
    shares.emplace_back(decode_hex(share.text()).value());
  }
  const Bytes key = test::hex_member(vector, "data_key_hex");
  for (const auto& which : {std::initializer_list<std::size_t>{0, 1}, {0, 2}, {2, 1}, {0, 1, 2}}) {
    CHECK(combined(pick(shares, which)) == as_text(key));
  }
}

TEST_CASE("shares: as many as the threshold combine, one less does not", "[crypto][shamir]") {
  const auto shares = shamir::split(as_bytes(kSecret), 5, 3);
  CHECK(shares.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(shares[i].size() == kSecret.size() + 1);
    CHECK(shares[i].expose().back() == i + 1);
  }
  CHECK(combined(pick(shares, {4, 0, 2})) == kSecret);
  CHECK(combined(pick(shares, {0, 1, 2, 3, 4})) == kSecret);
  CHECK(combined(pick(shares, {0, 1})) != kSecret);
}

TEST_CASE("shares: the limits of count and threshold", "[crypto][shamir]") {
  const auto all = shamir::split(as_bytes(kSecret), 255, 255);
  CHECK(combined(all) == kSecret);
  CHECK(combined(shamir::split(as_bytes(kSecret), 2, 2)) == kSecret);
  for (const auto& limits : {std::pair{1, 1}, {2, 1}, {2, 3}, {256, 2}, {0, 0}, {3, -1}}) {
    CHECK(code_of([&] { (void)shamir::split(as_bytes(kSecret), limits.first, limits.second); }) ==
          Code::Failed);
  }
}

TEST_CASE("shares: what cannot be shares of one secret is refused", "[crypto][shamir]") {
  const auto shares = shamir::split(as_bytes(kSecret), 3, 2);
  CHECK(refused({}));
  CHECK(refused(pick(shares, {0})));
  CHECK(refused(pick(shares, {0, 0})));
  auto shorter = pick(shares, {0});
  shorter.emplace_back(shares[1].expose().last(kSecret.size()));
  CHECK(refused(shorter));
  std::vector<SecretBytes> tiny;
  tiny.emplace_back(Bytes{1});
  tiny.emplace_back(Bytes{2});
  CHECK(refused(tiny));
  auto at_zero = pick(shares, {0, 1});
  at_zero[1].fill().back() = 0;
  CHECK(refused(at_zero));
}
