// The `sops` block of a document: who may open it, and what vouches for its values.
#pragma once

#include "vault/document/selection.h"
#include "vault/document/tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// One age recipient with the data key (or share) wrapped to it.
struct AgeEntry {
  std::string recipient;  // as the file spells it
  std::string enc;        // an armored age file
  NodeId node = kNoNode;  // the entry's map in the tree
  NodeId recipient_node = kNoNode;
  NodeId enc_node = kNoNode;
};

// A master key of another kind (pgp, kms, ...), which holdfast keeps byte for byte.
struct ForeignEntry {
  std::string kind;   // the list's name: "pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms"
  std::string names;  // what tells it apart: fingerprint, ARN, resource id, ...
  std::string enc;    // the data key (or share) as its service wrapped it
  NodeId node = kNoNode;  // the entry's map in the tree
};

struct KeyGroup {
  std::vector<AgeEntry> age;
  std::vector<ForeignEntry> foreign;
  NodeId node = kNoNode;      // the map that holds the lists: an element of key_groups, or `sops`
  NodeId age_list = kNoNode;  // the value of `age` (a list or null), if the group has one
};

struct Metadata {
  std::vector<KeyGroup> groups;  // one, unless the file has key_groups
  int shamir_threshold = 0;      // as written; 0 if absent
  std::string lastmodified;      // as written
  std::string mac_aad;           // lastmodified as the MAC is bound to it: whole seconds, Z for UTC
  std::string mac;               // "" if absent
  std::string version;
  Selection selection;
  NodeId node = kNoNode;      // the `sops` map of the first document
  NodeId mac_node = kNoNode;  // kNoNode if absent
  NodeId lastmodified_node = kNoNode;
  std::vector<NodeId> all_nodes;  // the `sops` map of every document that has one

  // Every age recipient, each once, in file order.
  [[nodiscard]] std::vector<std::string> recipients() const;
  [[nodiscard]] bool lists(std::string_view recipient) const;
};

// Reads one `sops` block, for instance a later document's, which sops ignores; `node` is its map.
// Throws as read_metadata does. all_nodes holds `node` alone.
[[nodiscard]] Metadata read_block(const Tree& tree, NodeId node);

// Reads the metadata of a tree; nullopt when the first document has no top-level `sops` key.
// Throws Failed for a block that sops refuses too (not a map, no keys, two selection fields, a
// version that is none, lastmodified missing or not a string, an unreadable created_at).
[[nodiscard]] std::optional<Metadata> read_metadata(const Tree& tree);

}  // namespace holdfast::vault
