// A whole set: a secret split into groups of shares, and put together again.
#pragma once

#include "crypto/slip39/share.h"

#include <span>
#include <string>
#include <vector>

namespace holdfast::slip39 {

struct Group {
  int threshold = 1;
  int count = 1;
};

struct SetPlan {
  std::vector<Group> groups;
  int group_threshold = 1;
  int iteration_exponent = 1;
};

// The shares of each group, under a fresh random id. Throws Failed unless the secret has an even
// number of bytes from 16 to 64, there are 1 to 16 groups, and thresholds fit: a group of several
// shares of which one is enough is refused, as the specification demands.
[[nodiscard]] std::vector<std::vector<Share>> split(ByteView secret,
                                                    const SetPlan& plan,
                                                    ByteView passphrase = {});

// How far a group has come.
struct GroupStanding {
  int group = 0;
  int have = 0;
  int need = 0;
};

struct Standing {
  std::vector<GroupStanding> groups;  // those of which there is a share, by number
  int complete = 0;                   // groups with enough shares
  int needed = 1;                     // how many groups must be complete

  [[nodiscard]] bool enough() const noexcept { return complete >= needed; }
  // "2 more shares of group 1", or how many groups are missing; "" when there are enough.
  [[nodiscard]] std::string missing() const;
};

// Throws Integrity when the shares are not of one set, or two have the same place but differ; the
// text names the first such share by its number among `shares`, from 1. A share given twice counts
// once.
[[nodiscard]] Standing standing(std::span<const Share> shares);

// The secret. Throws as standing() does; Failed, saying what is missing, when there are too few;
// Integrity when the shares do not go together. Shares beyond the threshold must fit too.
[[nodiscard]] SecretBytes combine(std::span<const Share> shares, ByteView passphrase = {});

}  // namespace holdfast::slip39
