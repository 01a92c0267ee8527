// Opens the values of an encrypted document.
#pragma once

#include "crypto/sops/data_key.h"
#include "crypto/sops/encrypted_value.h"
#include "src/base/secret.h"
#include "vault/document/document.h"

#include <string>
#include <vector>

namespace holdfast::vault {

// A value or comment of the tree as it is in the clear.
struct OpenValue {
  NodeId node = kNoNode;           // of a value; kNoNode for a comment
  std::size_t comment = SIZE_MAX;  // of a comment: its index in Tree::comments
  bool was_encrypted = false;
  sops::ValueType type = sops::ValueType::Str;
  SecretText canonical;  // what the cipher and the MAC work on
};

struct OpenDocument {
  std::vector<OpenValue> values;  // every scalar but null and `sops`, and every encrypted comment,
                                  // in the order of the text
  std::vector<std::size_t> unopened_comments;  // ciphertexts that open under no path
  std::vector<std::string> warnings;  // these, and comments that should be encrypted: both are
                                      // passed through, as sops does
};

// An encrypted document with its data key and what opening it gave; all borrowed.
struct Opened {
  const Document& document;
  const OpenDocument& open;
  const sops::DataKey& key;
};

enum class MacCheck { Enforce, Ignore };

// Decrypts every selected value and checks the MAC in constant time. Throws Integrity, naming the
// key path, when a value's tag does not hold, a clear value stands where the selection says secret,
// or the MAC is missing or does not hold (`--ignore-mac` skips only the MAC).
[[nodiscard]] OpenDocument open_document(const Document& document,
                                         const sops::DataKey& key,
                                         MacCheck check);

// The second half of that on its own: throws Integrity when the MAC is missing or does not hold for
// what was opened.
void check_mac(const Document& document, const OpenDocument& open, const sops::DataKey& key);

// The document's text in the clear: ciphertexts replaced in their own style, the `sops` blocks
// taken out, every other byte kept.
[[nodiscard]] SecretText plain_text(const Document& document, const OpenDocument& open);

}  // namespace holdfast::vault
