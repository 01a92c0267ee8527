// The `sops` block of dotenv and INI, flattened into names: `age__list_0__map_enc` is the member
// `enc` of the first element of the list `age` (docs/reference/formats/sops.md, 3.4).
#pragma once

#include "vault/document/tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

inline constexpr std::string_view kFlatMap = "__map_";
inline constexpr std::string_view kFlatList = "__list_";

// One name and the scalar that it stands for.
struct FlatEntry {
  std::string_view name;  // without dotenv's prefix
  Node value;             // with its `key`, the whole name's token, and its `span`
};

// Adds to the tree, below its last node `block`, what the names say: collections without a text of
// their own, and each value as a member or element. Sets subtree_end of `block`. Throws Failed
// "line L, column C: why" for a name that is there twice, stands for a value and a collection, or
// leaves a hole in a list.
void unflatten(Tree& tree, NodeId block, const std::vector<FlatEntry>& entries);

// The name of a node below a block that was flattened, without dotenv's prefix.
[[nodiscard]] std::string flat_name(const Tree& tree, NodeId id);

}  // namespace holdfast::vault
