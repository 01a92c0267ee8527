// The wire form of ssh-ed25519 public keys (RFC 8709, section 4).
#pragma once

#include "crypto/primitives/ed25519.h"
#include "src/base/bytes.h"

#include <string_view>

namespace holdfast::ssh {

inline constexpr std::string_view kEd25519Name = "ssh-ed25519";

[[nodiscard]] Bytes key_blob(const Ed25519PublicKey& key);
// Throws Failed for anything else, keys of other types too.
[[nodiscard]] Ed25519PublicKey parse_key_blob(ByteView blob);

}  // namespace holdfast::ssh
