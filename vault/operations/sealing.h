// Encrypts the selected values and comments of a document that has its `sops` block already.
#pragma once

#include "crypto/sops/data_key.h"
#include "vault/document/document.h"
#include "vault/operations/ciphertext_reuse.h"
#include "vault/operations/decrypt.h"
#include "vault/stores/text_patch.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// What stands in a document as ciphertext, or in the clear for good, from its last version on: by
// node, and by index in Tree::comments. Null: new, to be sealed (a node) or left as it is (a
// comment). The values belong to the last version; their own places in it do not count.
struct KeptValues {
  std::vector<const OpenValue*> nodes;
  std::vector<const OpenValue*> comments;
  bool style_counts = false;  // new ciphertexts take the style of their token; else they are plain
};

// What sealing takes over from the last version.
struct SealMemory {
  const Opened* old = nullptr;  // its ciphertexts are used again where they fit
  NodeRange reusable;           // only those of these nodes
  const KeptValues* kept = nullptr;
};

struct Sealed {
  std::vector<Splice> splices;  // of values, comments and the block's mac
  OpenDocument open;            // what opening the result must find
  std::size_t values = 0;       // encrypted
  std::size_t comments = 0;     // encrypted
  bool has_values = false;      // any that is neither null nor empty
};

struct SealedDocument {
  Document document;
  Sealed sealed;
};

// Encrypts what the block's own selection names, and the block's mac. The result was parsed, opened
// and compared with what was meant. Throws Integrity if anything is not as meant.
[[nodiscard]] SealedDocument seal_document(const Document& document,
                                           const sops::DataKey& key,
                                           const SealMemory& memory = {});

}  // namespace holdfast::vault
