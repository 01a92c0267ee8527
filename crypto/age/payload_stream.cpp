#include "crypto/age/payload_stream.h"

#include "crypto/primitives/chacha_poly.h"
#include "crypto/primitives/hkdf.h"
#include "crypto/primitives/writable_bytes.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>

namespace holdfast::age {

namespace {

constexpr std::size_t kNonceSize = 16;
constexpr std::size_t kChunk = std::size_t{64} << 10U;
constexpr std::size_t kSealedChunk = kChunk + ChaChaPoly::kTagSize;

ChaChaPoly payload_cipher(ByteView nonce, const FileKey& file_key) {
  return ChaChaPoly(hkdf_sha256(file_key.expose(), nonce, "payload").expose());
}

// Eleven bytes of chunk number, big-endian, then the flag of the last chunk.
ChaChaPoly::Nonce chunk_nonce(std::uint64_t number, bool last) {
  ChaChaPoly::Nonce nonce{};
  for (std::size_t i = 0; i < sizeof number; ++i) {
    nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  nonce[11] = last ? 1 : 0;
  return nonce;
}

// How many chunks hold `size` bytes: an empty payload has one, and no other chunk is empty.
std::size_t chunk_count(std::size_t size, std::size_t chunk) {
  return std::max<std::size_t>(1, (size + chunk - 1) / chunk);
}

template <class Span>
Span chunk_of(Span all, std::size_t number, std::size_t chunk) {
  const std::size_t start = number * chunk;
  return all.subspan(start, std::min(chunk, all.size() - start));
}

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Integrity, "age payload: " + std::string(why));
}

// What is left when the tags of all chunks are taken away.
std::size_t plain_size(std::size_t sealed_size) {
  const std::size_t chunks = chunk_count(sealed_size, kSealedChunk);
  const std::size_t last_chunk = sealed_size - (chunks - 1) * kSealedChunk;
  if (last_chunk < ChaChaPoly::kTagSize) refuse("it is cut off");
  if (last_chunk == ChaChaPoly::kTagSize && chunks > 1) refuse("its last chunk is empty");
  return sealed_size - chunks * ChaChaPoly::kTagSize;
}

}  // namespace

void append_payload(Bytes& file, ByteView plain, const FileKey& file_key) {
  std::array<std::uint8_t, kNonceSize> nonce{};
  random_fill(nonce);
  ChaChaPoly cipher = payload_cipher(nonce, file_key);
  file.insert(file.end(), nonce.begin(), nonce.end());

  const std::size_t chunks = chunk_count(plain.size(), kChunk);
  const std::size_t start = file.size();
  file.resize(start + plain.size() + chunks * ChaChaPoly::kTagSize);
  const auto sealed = std::span(file).subspan(start);
  for (std::size_t i = 0; i < chunks; ++i) {
    cipher.seal(chunk_nonce(i, i + 1 == chunks),
                chunk_of(plain, i, kChunk),
                chunk_of(sealed, i, kSealedChunk));
  }
}

SecretText open_payload(ByteView payload, const FileKey& file_key) {
  if (payload.size() < kNonceSize) {
    throw Error(Code::Integrity, "age header: the file ends before the payload's nonce");
  }
  ChaChaPoly cipher = payload_cipher(payload.first(kNonceSize), file_key);
  const ByteView sealed = payload.subspan(kNonceSize);
  SecretText plain;
  plain.resize(plain_size(sealed.size()));
  const auto out = writable_bytes(plain);
  const std::size_t chunks = chunk_count(sealed.size(), kSealedChunk);
  for (std::size_t i = 0; i < chunks; ++i) {
    if (!cipher.open(chunk_nonce(i, i + 1 == chunks),
                     chunk_of(sealed, i, kSealedChunk),
                     chunk_of(out, i, kChunk))) {
      refuse("a tag does not hold, or it is cut off");
    }
  }
  return plain;
}

}  // namespace holdfast::age
