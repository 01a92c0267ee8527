// Anchors and aliases of a YAML tree: where the content behind an alias stands.
#pragma once

#include "vault/document/tree.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace holdfast::vault {

// The tree must outlive it.
class Anchors {
 public:
  explicit Anchors(const Tree& tree);

  // The node that an alias as it stands in the text stands for: the last of that name before it.
  // The node itself if it is no alias, or one of a key.
  [[nodiscard]] NodeId definition(NodeId id) const;
  // The aliases, as they stand in the text, of an anchored node.
  [[nodiscard]] std::vector<NodeId> uses(NodeId anchored) const;

 private:
  const Tree& tree_;
  std::unordered_map<std::string_view, std::vector<NodeId>> defined_;  // by name, in source order
  std::unordered_map<NodeId, std::vector<NodeId>> uses_;
};

}  // namespace holdfast::vault
