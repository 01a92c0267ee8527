#include "vault/git/object_id.h"

#include "crypto/encoding/hex.h"

#include <algorithm>

namespace holdfast::vault::git {

std::string ObjectId::hex() const { return encode_hex(raw); }

std::optional<ObjectId> ObjectId::parse(std::string_view hex) {
  ObjectId id;
  if (hex.size() != 2 * id.raw.size()) return std::nullopt;
  const std::optional<Bytes> bytes = decode_hex(hex);
  if (!bytes) return std::nullopt;
  std::ranges::copy(*bytes, id.raw.begin());
  return id;
}

}  // namespace holdfast::vault::git
