// Encrypts what somebody made of a document's plaintext in an editor.
#pragma once

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "vault/operations/decrypt.h"

namespace holdfast::vault {

// `plain` (a text of the same format) encrypted under the old document's data key. A value that is
// as it was at its key path keeps its very ciphertext, and so does one that moved within what it is
// bound to (a list); all others get a fresh nonce, so that equal new values show no equality. The
// `sops` block is the old one but for mac and lastmodified; layout and comments are those of
// `plain`. Of a binary file all is one value. The result was parsed and opened again. Throws Failed
// with line and reason for text that does not parse or is empty, Refused for a top-level key
// `sops`.
[[nodiscard]] SecretText edited_document(const Opened& old, SecretText plain, Time now);

}  // namespace holdfast::vault
