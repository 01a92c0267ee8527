// Sets and removes single values of an encrypted document, in place.
#pragma once

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/document/value_path.h"
#include "vault/operations/decrypt.h"

#include <optional>
#include <string_view>

namespace holdfast::vault {

struct SetResult {
  SecretText text;       // the whole new document
  bool changed = false;  // false where the value stood there already; lastmodified is new all the
                         // same, as sops has it
};

// The document with the JSON value `json` at `path` of its first document: a scalar (an integer
// stays one), a map or a list. A missing key is added at the end of its map and a position beyond
// its list appends, in the layout of the neighbours; a scalar, null or empty collection in the way
// of a longer path becomes a map (or a list, under a position). Only the value, mac and
// lastmodified change: every other value keeps its ciphertext. The result was parsed and opened
// again. Throws Usage for an empty path, `sops` as first key, or text that is no JSON value;
// Failed, naming the key path, where a key meets a list or a position a map; Refused where the
// place is reached through an alias or others reach it through one, or is laid out so oddly that
// nothing can be put there.
[[nodiscard]] SetResult set_value(const Opened& file,
                                  const ValuePath& path,
                                  const SecretText& json,
                                  Time now);

// The document without the value at `path`; nullopt where nothing is there. The last element of a
// collection leaves {} or []. The same guarantees and refusals.
[[nodiscard]] std::optional<SecretText> unset_value(const Opened& file,
                                                    const ValuePath& path,
                                                    Time now);

}  // namespace holdfast::vault
