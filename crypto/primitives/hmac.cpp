// The functions on SHA256_CTX are deprecated but not removed: through EVP a small HMAC costs
// several times as much, and each age file takes seven of them.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "crypto/primitives/hmac.h"

#include "src/base/secret.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace holdfast {

namespace {

using Block = std::array<std::uint8_t, SHA256_CBLOCK>;

constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5C;

class Hash {
 public:
  Hash() { SHA256_Init(&context_); }
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;
  Hash(Hash&&) = delete;
  Hash& operator=(Hash&&) = delete;
  ~Hash() { wipe(&context_, sizeof context_); }

  void update(ByteView bytes) { SHA256_Update(&context_, bytes.data(), bytes.size()); }
  [[nodiscard]] Sha256Digest digest() {
    Sha256Digest digest{};
    SHA256_Final(digest.data(), &context_);
    return digest;
  }

 private:
  SHA256_CTX context_{};
};

// RFC 2104, section 2: keys longer than a block are hashed first.
Block key_block(ByteView key) {
  Block block{};
  if (key.size() > block.size()) {
    std::ranges::copy(sha256(key), block.begin());
  } else {
    std::ranges::copy(key, block.begin());
  }
  return block;
}

void toggle(Block& block, std::uint8_t pad) {
  for (std::uint8_t& byte : block) byte = static_cast<std::uint8_t>(byte ^ pad);
}

}  // namespace

Sha256Digest hmac_sha256(ByteView key, std::initializer_list<ByteView> parts) {
  Block block = key_block(key);
  toggle(block, kInnerPad);
  Hash inner;
  inner.update(block);
  for (const ByteView part : parts) inner.update(part);

  toggle(block, kInnerPad ^ kOuterPad);
  Hash outer;
  outer.update(block);
  Sha256Digest inner_digest = inner.digest();
  outer.update(inner_digest);
  wipe(inner_digest);  // under a public key, as HKDF has it, this is as good as the result
  wipe(block);
  return outer.digest();
}

}  // namespace holdfast
