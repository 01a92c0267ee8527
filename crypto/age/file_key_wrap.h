// A file key sealed under a key that was derived for it alone: the body of most stanzas.
#pragma once

#include "crypto/age/stanza.h"
#include "crypto/primitives/hkdf.h"
#include "src/base/bytes.h"

#include <optional>

namespace holdfast::age {

inline constexpr std::size_t kWrappedFileKeySize = 32;

// ChaCha20-Poly1305 under a zero nonce, which is sound since `wrap_key` is never used twice.
[[nodiscard]] Bytes wrap_file_key(const FileKey& file_key, const DerivedKey& wrap_key);

// nullopt when the tag does not hold. `body` has kWrappedFileKeySize bytes: age v1 asks to check
// the size first, so that nobody can make one ciphertext open under several keys.
[[nodiscard]] std::optional<FileKey> unwrap_file_key(ByteView body, const DerivedKey& wrap_key);

}  // namespace holdfast::age
