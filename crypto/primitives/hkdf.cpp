#include "crypto/primitives/hkdf.h"

#include "crypto/primitives/hmac.h"

#include <algorithm>
#include <array>

namespace holdfast {

DerivedKey hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info) {
  constexpr std::array<std::uint8_t, 1> kFirstBlock{1};  // 32 bytes are one block of the hash
  Sha256Digest extracted = hmac_sha256(salt, {input_key});
  Sha256Digest expanded = hmac_sha256(extracted, {as_bytes(info), kFirstBlock});
  DerivedKey key;
  std::ranges::copy(expanded, key.fill().begin());
  wipe(extracted);
  wipe(expanded);
  return key;
}

}  // namespace holdfast
