// Signatures in OpenSSH's format (PROTOCOL.sshsig), ssh-ed25519 with SHA-512, as `ssh-keygen -Y
// sign` makes and `ssh-keygen -Y verify` checks them.
#pragma once

#include "crypto/primitives/ed25519.h"
#include "src/base/bytes.h"

#include <string>
#include <string_view>

namespace holdfast::ssh {

// The armored signature of `message`, "-----BEGIN SSH SIGNATURE-----" to the line feed after END.
[[nodiscard]] std::string sign(ByteView message,
                               std::string_view name_space,
                               const Ed25519Seed& seed);

// True if `armored` is a good signature of `message` in that namespace by `signer`. Never throws on
// a malformed signature: it is false.
[[nodiscard]] bool verify(ByteView message,
                          std::string_view armored,
                          std::string_view name_space,
                          const Ed25519PublicKey& signer) noexcept;

}  // namespace holdfast::ssh
