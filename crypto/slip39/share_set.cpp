#include "crypto/slip39/share_set.h"

#include "crypto/slip39/secret_sharing.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace holdfast::slip39 {

namespace {

constexpr std::size_t kShortestSecret = 16, kLongestSecret = 64;  // bytes

void check(ByteView secret, const SetPlan& plan) {
  const bool even = secret.size() % 2 == 0;
  if (!even || secret.size() < kShortestSecret || secret.size() > kLongestSecret) {
    throw Error(Code::Failed, "a secret to share has an even number of bytes from 16 to 64");
  }
  for (const Group& group : plan.groups) {
    if (group.threshold == 1 && group.count > 1) {
      throw Error(Code::Failed, "a group in which one share is enough has one share")
          .hint("raise the threshold, or give each custodian a group of their own");
    }
  }
}

std::uint16_t random_id() {
  std::array<std::uint8_t, 2> bytes{};
  random_fill(bytes);
  return static_cast<std::uint16_t>(((bytes[0] & 0x7FU) << 8U) | bytes[1]);
}

bool same_set(const Share& one, const Share& other) {
  return one.label == other.label && one.group_threshold == other.group_threshold &&
         one.groups == other.groups && one.value.size() == other.value.size();
}

// The shares of each group by their place in it.
using Members = std::map<int, std::map<int, const Share*>>;

[[noreturn]] void refuse(std::size_t number, std::string_view why) {
  throw Error(Code::Integrity, fmt::format("share {}: {}", number, why));
}

void take(Members& members, const Share& share, std::size_t number) {
  auto& group = members[share.group];
  if (!group.empty() && group.begin()->second->threshold != share.threshold) {
    refuse(number, "it asks for another number of shares than others of its group");
  }
  const auto [place, fresh] = group.emplace(share.member, &share);
  if (!fresh && !equal_constant_time(place->second->value.expose(), share.value.expose())) {
    refuse(number, "another share has the same place in the set but other content");
  }
}

Members members_of(std::span<const Share> shares) {
  Members members;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!same_set(shares.front(), shares[i])) refuse(i + 1, "it belongs to another set");
    take(members, shares[i], i + 1);
  }
  return members;
}

Standing standing_of(const Members& members, int needed) {
  Standing standing;
  standing.needed = needed;
  for (const auto& [number, group] : members) {
    const GroupStanding one{
        number, static_cast<int>(group.size()), group.begin()->second->threshold};
    if (one.have >= one.need) ++standing.complete;
    standing.groups.push_back(one);
  }
  return standing;
}

Point point_of(int x, const SecretBytes& value) {
  return {static_cast<std::uint8_t>(x), value.clone()};
}

// The groups' own shares of the set's secret, of each group that has enough.
std::vector<Point> group_points(const Members& members) {
  std::vector<Point> points;
  for (const auto& [number, group] : members) {
    const int threshold = group.begin()->second->threshold;
    if (static_cast<int>(group.size()) < threshold) continue;
    std::vector<Point> own;
    for (const auto& [member, share] : group) own.push_back(point_of(member, share->value));
    points.push_back({static_cast<std::uint8_t>(number), recover_secret(threshold, own)});
  }
  return points;
}

}  // namespace

std::vector<std::vector<Share>> split(ByteView secret, const SetPlan& plan, ByteView passphrase) {
  check(secret, plan);
  const SetLabel label{random_id(), false, plan.iteration_exponent};
  const SecretBytes encrypted = encrypt_master_secret(secret, label, passphrase);
  const auto count = static_cast<int>(plan.groups.size());
  const auto of_groups = split_secret(encrypted.expose(), plan.group_threshold, count);
  std::vector<std::vector<Share>> set;
  for (int number = 0; number < count; ++number) {
    const Group& group = plan.groups[static_cast<std::size_t>(number)];
    std::vector<Share>& shares = set.emplace_back();
    auto values = split_secret(
        of_groups[static_cast<std::size_t>(number)].expose(), group.threshold, group.count);
    for (int member = 0; member < group.count; ++member) {
      shares.push_back({label,
                        number,
                        plan.group_threshold,
                        count,
                        member,
                        group.threshold,
                        std::move(values[static_cast<std::size_t>(member)])});
    }
  }
  return set;
}

std::string Standing::missing() const {
  if (enough()) return {};
  std::vector<std::string> parts;
  for (const GroupStanding& group : groups) {
    const int more = group.need - group.have;
    if (more <= 0) continue;
    parts.push_back(
        fmt::format("{} more share{} of group {}", more, more == 1 ? "" : "s", group.group + 1));
  }
  const int absent = needed - static_cast<int>(groups.size());
  if (absent > 0)
    parts.push_back(fmt::format("shares of {} more group{}", absent, absent == 1 ? "" : "s"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

Standing standing(std::span<const Share> shares) {
  if (shares.empty()) return {};
  return standing_of(members_of(shares), shares.front().group_threshold);
}

SecretBytes combine(std::span<const Share> shares, ByteView passphrase) {
  if (shares.empty()) throw Error(Code::Failed, "there are no shares");
  const Members members = members_of(shares);
  const Standing now = standing_of(members, shares.front().group_threshold);
  if (!now.enough()) {
    throw Error(Code::Failed, "there are too few shares: " + now.missing() + " needed");
  }
  const SecretBytes encrypted = recover_secret(now.needed, group_points(members));
  return decrypt_master_secret(encrypted.expose(), shares.front().label, passphrase);
}

}  // namespace holdfast::slip39
