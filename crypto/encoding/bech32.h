// Bech32 (BIP 173) without its limit of 90 characters, as age writes keys.
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

struct Bech32 {
  std::string prefix;  // the human-readable part, in lower case
  SecretBytes payload;
};

// `prefix`, "1", the payload and six characters of checksum, in lower case.
[[nodiscard]] std::string encode_bech32(std::string_view prefix, ByteView payload);
// The same for private keys: in memory that is wiped, and in upper case.
[[nodiscard]] SecretText encode_bech32_secret(std::string_view prefix, ByteView payload);

// nullopt for mixed case, a character outside the alphabet, bits left over, or a bad checksum.
[[nodiscard]] std::optional<Bech32> decode_bech32(std::string_view text);

}  // namespace holdfast
