// What a change of recipients does to each key group of a file.
#pragma once

#include "vault/document/document.h"
#include "vault/document/metadata.h"
#include "vault/operations/rewrite.h"

#include <cstddef>
#include <string>
#include <vector>

namespace holdfast::vault {

struct GroupPlan {
  std::vector<bool> removed;  // for each age entry of the group
  std::size_t at = 0;         // additions stand before this entry; the group's size for the end
  std::vector<std::string> added;  // recipients

  [[nodiscard]] bool changes() const;
};

// One plan a group. In dotenv and INI, which number a list's entries, additions go to its end, so
// that the others keep theirs. Throws Refused when a group would be left without any entry.
[[nodiscard]] std::vector<GroupPlan> plan_change(const Document& document,
                                                 const RecipientChange& change);

// The age recipients of each group when the plans are done, in file order.
[[nodiscard]] std::vector<std::vector<std::string>> recipients_after(
    const Metadata& metadata, const std::vector<GroupPlan>& plans);
// As they are now.
[[nodiscard]] std::vector<std::vector<std::string>> recipients_of(const Metadata& metadata);

// The `sops` blocks of all documents but the first. Throws Refused when one lists other recipients
// than the first: sops ignores it, but to change it in the same way would not be to copy it.
[[nodiscard]] std::vector<Metadata> later_blocks(const Document& document);

}  // namespace holdfast::vault
