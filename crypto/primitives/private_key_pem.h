// Private keys in the text forms of OpenSSL, which older ssh-keygen wrote: PKCS#1 ("BEGIN RSA
// PRIVATE KEY", which a passphrase may protect) and PKCS#8 ("BEGIN PRIVATE KEY").
#pragma once

#include "crypto/primitives/ed25519.h"
#include "crypto/primitives/rsa.h"
#include "src/base/secret.h"

#include <string_view>
#include <variant>

namespace holdfast {

using PrivateKey = std::variant<Ed25519Seed, RsaPrivateKey>;

// Reads the first block of `text`. Throws Failed without repeating the text: for other kinds of
// key, and when `passphrase` (borrowed, may be null) does not open it.
[[nodiscard]] PrivateKey parse_private_key_pem(std::string_view text, const SecretText* passphrase);

}  // namespace holdfast
