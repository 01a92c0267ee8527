#include "vault/operations/verify.h"

#include "src/base/bytes.h"
#include "src/base/error.h"
#include "vault/document/scalar.h"
#include "vault/operations/leaves.h"
#include "vault/operations/recipient_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::vault {

namespace {

Error not_as_meant(const std::string& why) {
  Error error(Code::Integrity, "the new text is not what was meant: " + why);
  error.hint("nothing was written; please report this, with the file's layout but without secrets");
  return error;
}

// Steps through the nodes outside of `sops` blocks, roots left out: an empty document gets one by
// its block.
class NodesWithoutMetadata {
 public:
  explicit NodesWithoutMetadata(const Tree& tree) : tree_(tree) {}

  // kNoNode after the last.
  NodeId next() {
    while (next_ < tree_.nodes().size()) {
      if (tree_.is_block(next_)) {
        next_ = tree_.node(next_).subtree_end;
      } else if (tree_.node(next_).parent == kNoNode) {
        ++next_;
      } else {
        break;
      }
    }
    return next_ < tree_.nodes().size() ? next_++ : kNoNode;
  }

 private:
  const Tree& tree_;
  NodeId next_ = 0;
};

bool alike(const Tree& one, NodeId a, const Tree& other, NodeId b, Values values) {
  const Node& first = one.node(a);
  const Node& second = other.node(b);
  if (first.kind != second.kind || first.document != second.document) return false;
  if (one.key(first) != other.key(second)) return false;
  if (first.kind != NodeKind::Scalar || values == Values::Any) return true;
  if (first.type != second.type) return false;
  return one.value(first) == other.value(second) ||
         canonical(first.type, one.value(first)).expose() ==
             canonical(second.type, other.value(second)).expose();
}

bool same_foreign(const Metadata& one, const Metadata& other) {
  return std::ranges::equal(one.groups, other.groups, [](const KeyGroup& a, const KeyGroup& b) {
    return std::ranges::equal(
        a.foreign, b.foreign, [](const ForeignEntry& x, const ForeignEntry& y) {
          return x.kind == y.kind && x.names == y.names;
        });
  });
}

void require_block(const Metadata& before,
                   const Metadata& after,
                   const std::vector<std::vector<std::string>>& recipients) {
  if (recipients_of(after) != recipients) throw not_as_meant("it lists other recipients");
  const bool same = same_foreign(before, after) && before.version == after.version &&
                    before.shamir_threshold == after.shamir_threshold &&
                    before.selection == after.selection;
  if (!same) throw not_as_meant("another part of its sops block changed");
}

bool holds(const KeyGroup& group, const SecretBytes& secret, const Opener& proof) {
  const auto opened = open_group(group, {&proof, 1});
  if (!opened) return false;
  if (secret.empty() || equal_constant_time(opened->expose(), secret.expose())) return true;
  throw not_as_meant(fmt::format("{} opens something else than its data key", proof.recipient));
}

}  // namespace

void require_same_nodes(const Document& before, const Document& after, Values values) {
  NodesWithoutMetadata old_nodes(before.tree());
  NodesWithoutMetadata new_nodes(after.tree());
  while (true) {
    const NodeId old_node = old_nodes.next();
    const NodeId new_node = new_nodes.next();
    if (old_node == kNoNode && new_node == kNoNode) return;
    if (old_node == kNoNode || new_node == kNoNode ||
        !alike(before.tree(), old_node, after.tree(), new_node, values)) {
      throw not_as_meant("a key or value changed");
    }
  }
}

void require_recipients(const Document& before,
                        const Document& after,
                        const std::vector<std::vector<std::string>>& recipients) {
  const Metadata& first = after.metadata();
  if (first.all_nodes.size() != before.metadata().all_nodes.size()) {
    throw not_as_meant("it has another number of sops blocks");
  }
  require_block(before.metadata(), first, recipients);
  for (const NodeId node : first.all_nodes) {
    if (node == first.node) continue;
    const Metadata block = read_block(after.tree(), node);
    if (recipients_of(block) != recipients) throw not_as_meant("its sops blocks are not alike");
  }
}

void require_same_vouchers(const Metadata& before, const Metadata& after) {
  if (before.mac != after.mac || before.lastmodified != after.lastmodified) {
    throw not_as_meant("its mac or lastmodified changed");
  }
}

void require_opens(const Metadata& metadata,
                   const std::vector<SecretBytes>& secrets,
                   const std::vector<const age::Identity*>& proofs) {
  for (const Opener& proof : openers_of(proofs)) {
    bool opened = false;
    for (std::size_t at = 0; at < metadata.groups.size(); ++at) {
      opened = holds(metadata.groups[at], secrets[at], proof) || opened;
    }
    if (!opened) throw not_as_meant(fmt::format("{} does not open it", proof.recipient));
  }
}

void require_same_values(const OpenDocument& before, const OpenDocument& after) {
  const bool same = std::ranges::equal(
      before.values, after.values, [](const OpenValue& one, const OpenValue& other) {
        return one.type == other.type && one.was_encrypted == other.was_encrypted &&
               equal_constant_time(one.canonical.expose_bytes(), other.canonical.expose_bytes());
      });
  if (!same) throw not_as_meant("a value changed");
}

}  // namespace holdfast::vault
