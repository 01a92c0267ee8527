// How the keystore keeps a secret: as an age file, armored, sealed to its recipients.
#pragma once

#include "crypto/age/identity.h"
#include "src/base/clock.h"
#include "src/base/secret.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// The largest sealed file that is read.
inline constexpr std::size_t kMaxSealed = std::size_t{1} << 20U;

// An armored age file. Throws Failed for a text that is no recipient.
[[nodiscard]] std::string seal(ByteView plain, const std::vector<std::string>& recipients);

// An age identity file as age-keygen writes it: "# created: ...", "# public key: ...", the key.
[[nodiscard]] SecretText identity_file_text(std::string_view recipient,
                                            const SecretText& key,
                                            Time created);
// The line of an identity file that holds the key. Throws Failed unless there is exactly one.
[[nodiscard]] SecretText key_line(std::string_view identity_file);

}  // namespace holdfast::keystore
