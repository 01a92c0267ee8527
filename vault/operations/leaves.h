// Walks the values of a document with the additional data that the cipher binds each to.
#pragma once

#include "vault/document/tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// The additional data (Tree::aad) of nodes that are visited in rising order: each is made from its
// container's, so that a walk costs no more than the text.
class AadWalk {
 public:
  explicit AadWalk(const Tree& tree) : tree_(tree) {}

  // The result is good until the next call. Every container above `id` must have been entered.
  std::string_view enter(NodeId id);

 private:
  struct Level {
    NodeId end;
    std::size_t size;
  };

  const Tree& tree_;
  std::string path_;
  std::vector<Level> levels_;
};

// How much text aliases may stand for: a few bytes can name a large anchor many times over.
class AliasAllowance {
 public:
  // Throws Failed when what is named by aliases exceeds 64 MiB.
  void take(const Tree& tree, const Node& node);

 private:
  std::size_t left_ = std::size_t{64} << 20U;
};

// Calls visit(NodeId, std::string_view aad) for every scalar outside of `sops` blocks, in order.
template <class Visit>
void for_each_leaf(const Tree& tree, const Visit& visit) {
  AadWalk walk(tree);
  AliasAllowance allowance;
  const auto count = static_cast<NodeId>(tree.nodes().size());
  for (NodeId id = 0; id < count;) {
    if (tree.is_block(id)) {
      id = tree.node(id).subtree_end;
      continue;
    }
    const std::string_view aad = walk.enter(id);
    allowance.take(tree, tree.node(id));
    if (tree.node(id).kind == NodeKind::Scalar) visit(id, aad);
    ++id;
  }
}

}  // namespace holdfast::vault
