#include "crypto/slip39/share_set.h"

#include "src/base/random.h"
#include "tests/support/catch.h"

#include <array>
#include <cctype>
#include <string>

using namespace holdfast;
using namespace holdfast::slip39;
using holdfast::test::code_of;
using holdfast::test::error_of;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

using Set = std::vector<std::vector<Share>>;
using Places = std::vector<std::pair<std::size_t, std::size_t>>;

Set two_of_three_and_two_of_two() {
  return split(as_bytes(kSecret), {.groups = {{2, 3}, {2, 2}}, .group_threshold = 2});
}

std::vector<Share> pick(const Set& set, const Places& places) {
  std::vector<Share> shares;
  for (const auto& [group, member] : places) shares.push_back(set[group][member].clone());
  return shares;
}

std::string combined(const std::vector<Share>& shares) { return to_text(combine(shares).expose()); }

std::string refusal(const std::vector<Share>& shares) {
  return error_of([&] { (void)combine(shares); }).what();
}

}  // namespace

TEST_CASE("share_set: enough shares of enough groups recover", "[crypto][slip39]") {
  const Set set = two_of_three_and_two_of_two();
  CHECK(combined(pick(set, {{0, 0}, {0, 2}, {1, 0}, {1, 1}})) == kSecret);
  CHECK(combined(pick(set, {{1, 1}, {0, 1}, {1, 0}, {0, 0}})) == kSecret);
  CHECK(combined(pick(set, {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}})) == kSecret);
  CHECK(combined(pick(set, {{0, 0}, {0, 0}, {0, 1}, {1, 0}, {1, 1}})) == kSecret);  // one twice
}

TEST_CASE("share_set: shares of a group beyond those needed do no harm", "[crypto][slip39]") {
  const Set set =
      split(as_bytes(kSecret), {.groups = {{1, 1}, {2, 2}, {2, 3}}, .group_threshold = 1});
  CHECK(combined(pick(set, {{0, 0}})) == kSecret);
  CHECK(combined(pick(set, {{0, 0}, {1, 0}})) == kSecret);
  CHECK(combined(pick(set, {{2, 2}, {2, 0}})) == kSecret);
}

TEST_CASE("share_set: too few shares say how many are missing", "[crypto][slip39]") {
  const Set set = two_of_three_and_two_of_two();
  CHECK(refusal(pick(set, {{0, 0}})) ==
        "there are too few shares: 1 more share of group 1, shares of 1 more group needed");
  CHECK(refusal(pick(set, {{0, 0}, {1, 0}})) ==
        "there are too few shares: 1 more share of group 1, 1 more share of group 2 needed");
  CHECK(refusal({}) == "there are no shares");
  CHECK(standing(pick(set, {{0, 0}, {0, 1}})).complete == 1);
}

TEST_CASE("share_set: a share of another set is named", "[crypto][slip39]") {
  const Set set = two_of_three_and_two_of_two();
  auto shares = pick(set, {{0, 0}, {0, 1}, {1, 0}});
  shares.push_back(two_of_three_and_two_of_two()[1][1].clone());
  shares.back().label.id ^= 1U;
  CHECK(refusal(shares) == "share 4: it belongs to another set");
}

TEST_CASE("share_set: a false share with a good checksum is noticed", "[crypto][slip39]") {
  auto shares = pick(two_of_three_and_two_of_two(), {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  shares[2].value.fill()[31] ^= 0x80U;
  CHECK(code_of([&] { (void)combine(shares); }) == Code::Integrity);
  shares.push_back(shares[2].clone());
  shares[4].value.fill()[0] ^= 1U;
  CHECK(refusal(shares) ==
        "share 5: another share has the same place in the set but other content");
}

TEST_CASE("share_set: the passphrase counts, and a wrong one gives another secret",
          "[crypto][slip39]") {
  const Set set = split(as_bytes(kSecret), {.groups = {{2, 2}}}, as_bytes("TREZOR"));
  const auto shares = pick(set, {{0, 0}, {0, 1}});
  CHECK(as_text(combine(shares, as_bytes("TREZOR")).expose()) == kSecret);
  CHECK(combined(shares) != kSecret);
}

TEST_CASE("share_set: plans that make no sense are refused", "[crypto][slip39]") {
  const std::vector<SetPlan> plans{{.groups = {}},
                                   {.groups = {{1, 2}}},
                                   {.groups = {{2, 1}}},
                                   {.groups = {{2, 17}}},
                                   {.groups = {{2, 3}}, .group_threshold = 2},
                                   {.groups = std::vector<Group>(17, Group{1, 1})}};
  for (const SetPlan& plan : plans) {
    CHECK(code_of([&] { (void)split(as_bytes(kSecret), plan); }) == Code::Failed);
  }
  for (const std::size_t size : {0U, 14U, 17U, 66U}) {
    CHECK(code_of([&] { (void)split(Bytes(size), {.groups = {{2, 3}}}); }) == Code::Failed);
  }
}

TEST_CASE("share_set: of ten thousand damaged mnemonics none is accepted", "[crypto][slip39]") {
  const std::string good(print_mnemonic(two_of_three_and_two_of_two()[0][0]).expose());
  std::array<std::uint8_t, 3> random{};
  for (int i = 0; i < 10'000; ++i) {
    random_fill(random);
    std::string bad = good;
    char& letter = bad[(random[0] * 256U + random[1]) % bad.size()];
    const char other = static_cast<char>('!' + random[2] % 64);  // no white space, no lower case
    if (std::toupper(letter) == other) continue;
    letter = other;
    CHECK(code_of([&] { (void)parse_mnemonic(bad); }) == Code::Integrity);
  }
}
