// What is shared is not the master secret itself but its encryption, by a passphrase that may be
// empty (SLIP-0039, "Encryption of the master secret").
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstdint>

namespace holdfast::slip39 {

// What a set of shares has in common.
struct SetLabel {
  std::uint16_t id = 0;  // 15 random bits
  bool extendable = false;
  int iteration_exponent = 1;  // 0 to 15; PBKDF2 takes 10 000 * 2^it iterations

  friend bool operator==(const SetLabel& one, const SetLabel& other) = default;
};

// `secret` has an even number of bytes. A wrong passphrase gives another secret, not an error.
[[nodiscard]] SecretBytes encrypt_master_secret(ByteView secret,
                                                const SetLabel& label,
                                                ByteView passphrase);
[[nodiscard]] SecretBytes decrypt_master_secret(ByteView encrypted,
                                                const SetLabel& label,
                                                ByteView passphrase);

}  // namespace holdfast::slip39
