// Which values of a document are encrypted.
#pragma once

#include "vault/document/tree.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// The six ways to say it; at most one per file. None means UnencryptedSuffix "_unencrypted".
enum class SelectionKind {
  UnencryptedSuffix,
  EncryptedSuffix,
  UnencryptedRegex,
  EncryptedRegex,
  UnencryptedCommentRegex,
  EncryptedCommentRegex,
};

// The field's name in metadata and rules: "encrypted_regex" and so on.
[[nodiscard]] std::string_view selection_field(SelectionKind kind) noexcept;

struct Selection {
  SelectionKind kind = SelectionKind::UnencryptedSuffix;
  std::string pattern = "_unencrypted";
  bool mac_only_encrypted = false;

  friend bool operator==(const Selection& one, const Selection& other) = default;
};

// For each node and comment of a tree: is it within the selection? Computed once, in walk order
// (sops-format "Selection", "Comment rules").
class SelectedNodes {
 public:
  // Throws Failed when the pattern does not compile. The `sops` block of a document is never
  // selected.
  SelectedNodes(const Tree& tree, const Selection& selection);
  [[nodiscard]] bool node(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] bool comment(std::size_t index) const { return comments_[index]; }

 private:
  void leave_out_metadata(const Tree& tree);

  std::vector<bool> nodes_;
  std::vector<bool> comments_;
};

}  // namespace holdfast::vault
