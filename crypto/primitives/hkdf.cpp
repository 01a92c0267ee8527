#include "crypto/primitives/hkdf.h"

#include "crypto/primitives/hmac.h"
#include "crypto/primitives/require.h"

#include <algorithm>
#include <array>

namespace holdfast {

DerivedKey hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info) {
  DerivedKey key;
  hkdf_expand(hkdf_extract(salt, input_key), as_bytes(info), key.fill());
  return key;
}

DerivedKey hkdf_extract(ByteView salt, ByteView input_key) {
  Sha256Digest code = hmac_sha256(salt, {input_key});
  DerivedKey extracted{code};
  wipe(code);
  return extracted;
}

void hkdf_expand(const DerivedKey& extracted, ByteView info, std::span<std::uint8_t> out) {
  constexpr std::array<std::uint8_t, 1> kFirstBlock{1};  // 32 bytes are one block of the hash
  require_call(out.size() <= DerivedKey::kSize, "hkdf_expand");
  Sha256Digest block = hmac_sha256(extracted.expose(), {info, kFirstBlock});
  std::copy_n(block.begin(), out.size(), out.begin());
  wipe(block);
}

}  // namespace holdfast
