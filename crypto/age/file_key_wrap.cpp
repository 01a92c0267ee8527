#include "crypto/age/file_key_wrap.h"

#include "crypto/primitives/chacha_poly.h"

namespace holdfast::age {

static_assert(kWrappedFileKeySize == FileKey::kSize + ChaChaPoly::kTagSize);

Bytes wrap_file_key(const FileKey& file_key, const DerivedKey& wrap_key) {
  Bytes body(kWrappedFileKeySize);
  ChaChaPoly(wrap_key.expose()).seal({}, file_key.expose(), body);
  return body;
}

std::optional<FileKey> unwrap_file_key(ByteView body, const DerivedKey& wrap_key) {
  FileKey file_key;
  if (!ChaChaPoly(wrap_key.expose()).open({}, body, file_key.fill())) return std::nullopt;
  return file_key;
}

}  // namespace holdfast::age
