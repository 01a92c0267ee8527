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

// "ssh-ed25519 AAAA...", without a comment.
[[nodiscard]] std::string public_key_line(const Ed25519PublicKey& key);
// Reads that form, with or without a comment. Throws Failed.
[[nodiscard]] Ed25519PublicKey parse_public_key_line(std::string_view line);
// "SHA256:..." as ssh-keygen -l prints it.
[[nodiscard]] std::string fingerprint(const Ed25519PublicKey& key);
// The private key as an OpenSSH file without a passphrase ("-----BEGIN OPENSSH PRIVATE KEY-----").
[[nodiscard]] SecretText private_key_file(const Ed25519Seed& seed, std::string_view comment);
// Reads that form. Throws Failed without repeating the text.
[[nodiscard]] Ed25519Seed parse_private_key_file(std::string_view text);

}  // namespace holdfast::ssh
