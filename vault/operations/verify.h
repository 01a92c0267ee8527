// Proves that a rewritten text is what was meant, before anyone may write it.
#pragma once

#include "vault/document/document.h"
#include "vault/keyring/wrap.h"
#include "vault/operations/decrypt.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// Each throws Integrity with a text that says what does not hold.

// Outside of `sops` blocks both have the same documents, keys and kinds in the same order.
enum class Values { Same, Any };  // Same: and the same scalars
void require_same_nodes(const Document& before, const Document& after, Values values);

// Every `sops` block of `after` lists these recipients, group by group, and all else that a change
// of recipients leaves is as it was (foreign entries, threshold, version, selection).
void require_recipients(const Document& before,
                        const Document& after,
                        const std::vector<std::vector<std::string>>& recipients);

// What vouches for the values is as it was: mac and lastmodified.
void require_same_vouchers(const Metadata& before, const Metadata& after);

// Every one of `proofs` opens an entry of a group and finds the group's secret there. An empty
// secret stands for one that is not known: that it opens is enough.
void require_opens(const Metadata& metadata,
                   const std::vector<SecretBytes>& secrets,
                   const std::vector<const age::Identity*>& proofs);

// Both hold the same values of the same types.
void require_same_values(const OpenDocument& before, const OpenDocument& after);

}  // namespace holdfast::vault
