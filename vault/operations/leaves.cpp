#include "vault/operations/leaves.h"

#include "src/base/error.h"

#include <fmt/format.h>

namespace holdfast::vault {

namespace {

// Every value below a path pays for its length: a hostile file must not choose our time.
constexpr std::size_t kMaxPath = std::size_t{8} << 10U;

}  // namespace

std::string_view AadWalk::enter(NodeId id) {
  while (!levels_.empty() && id >= levels_.back().end) levels_.pop_back();
  path_.resize(levels_.empty() ? 0 : levels_.back().size);
  const Node& node = tree_.node(id);
  if (node.parent != kNoNode && tree_.node(node.parent).kind == NodeKind::Map) {
    path_ += tree_.key(node);
    path_ += ':';
    if (path_.size() > kMaxPath) {
      throw Error(Code::Failed, fmt::format("a key path of more than {} bytes", kMaxPath));
    }
  }
  if (node.kind != NodeKind::Scalar) levels_.push_back({node.subtree_end, path_.size()});
  return path_.empty() ? std::string_view(":") : std::string_view(path_);
}

void AliasAllowance::take(const Tree& tree, const Node& node) {
  if (!node.aliased) return;
  const std::size_t size = tree.value(node).size();
  if (size > left_) throw Error(Code::Failed, "aliases stand for too much text");
  left_ -= size;
}

}  // namespace holdfast::vault
