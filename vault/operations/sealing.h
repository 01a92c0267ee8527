// Encrypts the selected values and comments of a document that has its `sops` block already.
#pragma once

#include "crypto/sops/data_key.h"
#include "vault/document/document.h"
#include "vault/operations/decrypt.h"
#include "vault/stores/text_patch.h"

#include <string>
#include <vector>

namespace holdfast::vault {

struct Sealed {
  std::vector<Splice> splices;  // of values, comments and the block's mac
  OpenDocument open;            // what opening the result must find
  std::size_t values = 0;       // encrypted
  std::size_t comments = 0;     // encrypted
  bool has_values = false;      // any that is neither null nor empty
};

// `comment_aads` is what each comment of the document is bound to. The selection and lastmodified
// are the block's own.
[[nodiscard]] Sealed seal(const Document& document,
                          const sops::DataKey& key,
                          const std::vector<std::string>& comment_aads);

// What each comment is bound to by the layout of this text.
[[nodiscard]] std::vector<std::string> comment_aads(const Tree& tree);

}  // namespace holdfast::vault
