// AES-256-GCM over single values, bound to where they stand.
#pragma once

#include "crypto/sops/data_key.h"
#include "crypto/sops/encrypted_value.h"
#include "src/base/secret.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::sops {

// Encrypts under one data key; keeps the expanded AES key, so make one per file and thread.
class ValueCipher {
 public:
  explicit ValueCipher(const DataKey& key);
  ValueCipher(const ValueCipher&) = delete;
  ValueCipher& operator=(const ValueCipher&) = delete;
  ValueCipher(ValueCipher&&) noexcept;
  ValueCipher& operator=(ValueCipher&&) noexcept;
  ~ValueCipher();

  // The ENC[...] text of `plain` with a fresh random 32-byte nonce. `aad` is the key path with a
  // colon after each key ("a:b:"), or for the MAC the lastmodified text. `plain` is the canonical
  // text of the typed value and must not be empty (sops leaves empty values as they are).
  [[nodiscard]] std::string encrypt(std::string_view plain,
                                    ValueType type,
                                    std::string_view aad) const;
  // The same under a given nonce, for tests against vectors.
  [[nodiscard]] std::string encrypt_with(ByteView iv,
                                         std::string_view plain,
                                         ValueType type,
                                         std::string_view aad) const;
  // The plaintext. Throws Integrity when the tag does not hold under this key and `aad`.
  [[nodiscard]] SecretText decrypt(const EncryptedValue& value, std::string_view aad) const;
  // The same; nullopt instead of the error, for trying several paths.
  [[nodiscard]] std::optional<SecretText> try_decrypt(const EncryptedValue& value,
                                                      std::string_view aad) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::sops
