#include "crypto/sops/value_cipher.h"

#include "crypto/primitives/aes_gcm.h"
#include "crypto/primitives/writable_bytes.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <array>

namespace holdfast::sops {

namespace {

constexpr std::size_t kWrittenNonce = 32;

}  // namespace

struct ValueCipher::State {
  AesGcm aes;
};

ValueCipher::ValueCipher(const DataKey& key)
    : state_(std::make_unique<State>(State{AesGcm(key.expose())})) {}

ValueCipher::ValueCipher(ValueCipher&&) noexcept = default;
ValueCipher& ValueCipher::operator=(ValueCipher&&) noexcept = default;
ValueCipher::~ValueCipher() = default;

std::string ValueCipher::encrypt(std::string_view plain,
                                 ValueType type,
                                 std::string_view aad) const {
  std::array<std::uint8_t, kWrittenNonce> iv{};
  random_fill(iv);
  return encrypt_with(iv, plain, type, aad);
}

std::string ValueCipher::encrypt_with(ByteView iv,
                                      std::string_view plain,
                                      ValueType type,
                                      std::string_view aad) const {
  if (plain.empty()) throw Error(Code::Failed, "an empty value cannot be encrypted");
  EncryptedValue value{Bytes(plain.size()), Bytes(iv.begin(), iv.end()), {}, type};
  value.tag = state_->aes.seal(iv, as_bytes(aad), as_bytes(plain), value.data);
  return print_encrypted_value(value);
}

SecretText ValueCipher::decrypt(const EncryptedValue& value, std::string_view aad) const {
  auto plain = try_decrypt(value, aad);
  if (!plain)
    throw Error(Code::Integrity, "the tag does not hold (edited, or moved from another key?)");
  return std::move(*plain);
}

std::optional<SecretText> ValueCipher::try_decrypt(const EncryptedValue& value,
                                                   std::string_view aad) const {
  SecretText plain;
  plain.resize(value.data.size());
  if (!state_->aes.open(value.iv, as_bytes(aad), value.data, value.tag, writable_bytes(plain))) {
    return std::nullopt;
  }
  return plain;
}

}  // namespace holdfast::sops
