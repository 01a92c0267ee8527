// Adds entries to a list of age recipients and takes entries out of it, in the layout that the list
// has: block, flow or flattened, its indentation, order of fields, quotes and line ends.
#pragma once

#include "vault/document/format.h"
#include "vault/document/metadata.h"
#include "vault/document/tree.h"
#include "vault/stores/text_patch.h"

#include <cstddef>
#include <string>
#include <vector>

namespace holdfast::vault {

struct NewAgeEntry {
  std::string recipient;
  std::string enc;  // an armored age file with its final line feed

  friend bool operator==(const NewAgeEntry& one, const NewAgeEntry& other) = default;
};

struct AgeListEdit {
  std::vector<bool> removed;       // for each entry of the list
  std::size_t at = 0;              // the new entries stand before this one; size() for the end
  std::vector<NewAgeEntry> added;  // in the layout of the entry before `at`, or else the first
};

// The splices that make the edit. The values of kept entries are not touched, so that further
// splices may replace them. Throws Refused when the list has no entry, or is laid out so oddly that
// an entry has no lines of its own.
[[nodiscard]] std::vector<Splice> edit_age_list(const Tree& tree,
                                                Format format,
                                                const KeyGroup& group,
                                                const AgeListEdit& edit);

}  // namespace holdfast::vault
