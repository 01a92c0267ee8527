// The lines that public keys of SSH are passed around as: "ssh-ed25519 AAAA... comment".
#pragma once

#include "crypto/ssh/key_blob.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::ssh {

// "ssh-ed25519 AAAA...", without a comment.
[[nodiscard]] std::string public_key_line(const PublicKey& key);
// Reads that form, with or without a comment; nothing may stand before the type. Throws Failed.
[[nodiscard]] PublicKey parse_public_key_line(std::string_view line);
// The same for ssh-ed25519 alone.
[[nodiscard]] Ed25519PublicKey parse_ed25519_line(std::string_view line);
// The first line of a public key file or an authorized_keys file that holds a key; options before
// its type are passed over (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). Throws Failed.
[[nodiscard]] PublicKey parse_public_key_file(std::string_view text);

// The type that a line declares, of whatever kind, if its key says the same; nullopt for anything
// else. So a key of a type that is not supported is told from a damaged one.
[[nodiscard]] std::optional<std::string> declared_type(std::string_view line);

// "SHA256:..." as ssh-keygen -l prints it.
[[nodiscard]] std::string fingerprint(const PublicKey& key);

}  // namespace holdfast::ssh
