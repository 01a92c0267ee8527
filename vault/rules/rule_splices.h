// Writes changes of recipients into the text of a `.sops.yaml`, each in the form in which
// recipients stand at its place.
#pragma once

#include "vault/document/tree.h"
#include "vault/rules/anchors.h"
#include "vault/rules/comma_list.h"
#include "vault/stores/text_patch.h"

#include <map>
#include <vector>

namespace holdfast::vault {

// Changes by the node that they are made in: a text (positions of its comma-separated parts), a
// list (positions of its elements), or an alias that stands for one recipient (position 0).
using NodeChanges = std::map<NodeId, ListChange>;

// Throws Refused with the line where a list would be left empty, an anchor that is still needed
// would go, or the form is none that can be edited safely.
[[nodiscard]] std::vector<Splice> splice_recipients(const Tree& tree,
                                                    const Anchors& anchors,
                                                    const NodeChanges& changes);

}  // namespace holdfast::vault
