#include "crypto/ssh/key_blob.h"

#include "crypto/ssh/wire.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::ssh {

Bytes key_blob(const Ed25519PublicKey& key) {
  WireWriter out;
  out.string(kEd25519Name).string(key);
  return {out.bytes().begin(), out.bytes().end()};
}

Ed25519PublicKey parse_key_blob(ByteView blob) {
  WireReader in(blob);
  in.expect(kEd25519Name);
  const ByteView bytes = in.string();
  in.expect_end();
  Ed25519PublicKey key{};
  if (bytes.size() != key.size()) throw Error(Code::Failed, "the SSH key has the wrong size");
  std::ranges::copy(bytes, key.begin());
  return key;
}

}  // namespace holdfast::ssh
