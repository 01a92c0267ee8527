// Where the recipients of creation rules stand in the text of a `.sops.yaml`.
#pragma once

#include "vault/document/tree.h"
#include "vault/rules/anchors.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// One recipient at its place. The same place may serve several groups, through anchors.
struct RecipientPlace {
  std::string_view recipient;
  NodeId field = kNoNode;    // the value of `age` as it stands in the rule: maybe an alias
  NodeId holder = kNoNode;   // what that stands for: a text or a list
  NodeId element = kNoNode;  // of a list: the element as it stands, maybe an alias
  std::size_t position = 0;  // of the element in the list
  NodeId text = kNoNode;     // the text that holds the recipient, among `parts` between commas
  std::size_t part = 0;
  std::size_t parts = 1;
};

// The recipients of one rule's groups, in the order of their meaning, repeated ones too.
struct RulePlaces {
  std::size_t number = 0;  // 1-based, as in CreationRule
  std::vector<std::vector<RecipientPlace>> groups;
};

// The places of every rule of a tree that SopsConfig::parse took.
[[nodiscard]] std::vector<RulePlaces> find_recipients(const Tree& tree, const Anchors& anchors);

}  // namespace holdfast::vault
