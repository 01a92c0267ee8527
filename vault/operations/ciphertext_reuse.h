// Which ciphertexts of a document its next version can keep, so that a change of one value is a
// change of one line. sops does so by the pair of path and plaintext; here position counts too, and
// no ciphertext is used twice, so that equal elements of a list do not show that they are equal.
#pragma once

#include "vault/operations/decrypt.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// Nodes of a tree, half open.
struct NodeRange {
  NodeId begin = 0;
  NodeId end = kNoNode;

  [[nodiscard]] bool contains(NodeId id) const noexcept { return id >= begin && id < end; }
};

class CiphertextReuse {
 public:
  // Matches what `next` has in the clear with what `old` was opened to. A ciphertext fits where
  // path and typed plaintext are the same: first the one at the same place of its path, then in
  // order. `comment_aads` is what each comment of `next` is to be bound to.
  CiphertextReuse(const Opened& old,
                  NodeRange from,
                  const Document& next,
                  const std::vector<std::string>& comment_aads);

  // The old value that a node's or comment's ciphertext stands for; null for none. Its type can be
  // another than the node's, where decryption shows both alike (the float 1 as 1).
  [[nodiscard]] const OpenValue* value(NodeId node) const { return by_node_[node]; }
  [[nodiscard]] const OpenValue* comment(std::size_t index) const { return by_comment_[index]; }
  // The ciphertext of one of these.
  [[nodiscard]] std::string ciphertext(const OpenValue& value) const;
  // True for a comment that is a ciphertext which did not open: it stays as it is.
  [[nodiscard]] bool passed_through(std::string_view comment) const {
    return unopened_.contains(comment);
  }

 private:
  const Opened& old_;
  std::set<std::string_view> unopened_;
  std::vector<const OpenValue*> by_node_;
  std::vector<const OpenValue*> by_comment_;
};

}  // namespace holdfast::vault
