// OpenSSH's own form of private key files (PROTOCOL.key): "BEGIN OPENSSH PRIVATE KEY".
#pragma once

#include "crypto/ssh/private_key.h"

#include <string_view>

namespace holdfast::ssh {

inline constexpr std::string_view kOpensshLabel = "OPENSSH PRIVATE KEY";

// As private_key_outside() and parse_private_key_file(), for this form alone.
[[nodiscard]] PrivateKeyOutside openssh_key_outside(std::string_view text);
[[nodiscard]] PrivateKey parse_openssh_key(std::string_view text, const SecretText* passphrase);

}  // namespace holdfast::ssh
