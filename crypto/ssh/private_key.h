// Private key files, as ssh-keygen writes them: OpenSSH's own form (PROTOCOL.key), with or without
// a passphrase, and the PEM forms of older versions.
#pragma once

#include "crypto/primitives/private_key_pem.h"
#include "crypto/ssh/key_blob.h"
#include "src/base/secret.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace holdfast::ssh {

inline constexpr std::size_t kMaxPrivateKeyFile = std::size_t{16} << 10U;

// True for a block of any kind ("-----BEGIN"), after white space.
[[nodiscard]] bool looks_like_private_key(std::string_view text);

// What a file shows to somebody without its passphrase.
struct PrivateKeyOutside {
  bool has_passphrase = false;
  std::optional<PublicKey> public_key;  // not in the PEM forms
};

// Throws Failed for what is no private key file, is of a kind that is not supported, or is larger
// than kMaxPrivateKeyFile.
[[nodiscard]] PrivateKeyOutside private_key_outside(std::string_view text);

// Reads a file without a passphrase, or with `passphrase` (borrowed, may be null). Throws Failed,
// without repeating the text, when the file is malformed or needs another passphrase.
[[nodiscard]] PrivateKey parse_private_key_file(std::string_view text,
                                                const SecretText* passphrase = nullptr);
// The same for ssh-ed25519 without a passphrase.
[[nodiscard]] Ed25519Seed parse_ed25519_file(std::string_view text);

// An OpenSSH file without a passphrase ("-----BEGIN OPENSSH PRIVATE KEY-----").
[[nodiscard]] SecretText private_key_file(const Ed25519Seed& seed, std::string_view comment);

[[nodiscard]] PublicKey public_key_of(const PrivateKey& key);

}  // namespace holdfast::ssh
