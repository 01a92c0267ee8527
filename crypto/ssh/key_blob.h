// The wire form of public keys: ssh-ed25519 (RFC 8709, section 4) and ssh-rsa (RFC 4253,
// section 6.6).
#pragma once

#include "crypto/primitives/ed25519.h"
#include "crypto/primitives/rsa.h"
#include "src/base/bytes.h"

#include <string_view>
#include <variant>

namespace holdfast::ssh {

inline constexpr std::string_view kEd25519Name = "ssh-ed25519";
inline constexpr std::string_view kRsaName = "ssh-rsa";

using PublicKey = std::variant<Ed25519PublicKey, RsaPublicKey>;

// kEd25519Name or kRsaName.
[[nodiscard]] std::string_view type_name(const PublicKey& key);
[[nodiscard]] Bytes key_blob(const PublicKey& key);
// Throws Failed for anything else: keys of other types, moduli over 16384 bits, and exponents that
// are even, below 3 or over 24 bits.
[[nodiscard]] PublicKey parse_key_blob(ByteView blob);
// The same for ssh-ed25519 alone.
[[nodiscard]] Ed25519PublicKey parse_ed25519_blob(ByteView blob);

}  // namespace holdfast::ssh
