// SSH keys of every supported type, as recipients and identities.
#pragma once

#include "crypto/age/identity.h"
#include "crypto/age/recipient.h"
#include "crypto/age/ssh_locked_identity.h"
#include "crypto/ssh/private_key.h"
#include "src/base/secret.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::age {

// Reads "ssh-ed25519 AAAA..." or "ssh-rsa AAAA...", with or without a comment. Throws Failed,
// naming the type where it is the type that is not supported.
[[nodiscard]] RecipientPtr parse_ssh_recipient(std::string_view line);

// What kind of key a line holds that is sound but cannot be a recipient ("ecdsa-sha2-nistp256",
// "ssh-rsa of less than 2048 bits"); nullopt for every other line.
[[nodiscard]] std::optional<std::string> unsupported_ssh_key(std::string_view line);

// What a private key with a passphrase needs beside its file.
struct SshKeyAid {
  AskSecret passphrase = {};
  // The text of FILE.pub, which the PEM forms need; nullopt where there is none.
  std::function<std::optional<std::string>()> public_file = {};
};

// Reads a private key file. With a passphrase it stays closed until a stanza hints at it. Throws
// Failed without repeating the text.
[[nodiscard]] IdentityPtr parse_ssh_identity(std::string_view file, SshKeyAid aid = {});

[[nodiscard]] IdentityPtr ssh_identity(PrivateKey key);

}  // namespace holdfast::age
