#include "crypto/age/payload_chunks.h"

#include <algorithm>

namespace holdfast::age {

namespace {

constexpr std::size_t kTag = ChaChaPoly::kTagSize;

// Eleven bytes of chunk number, big-endian, then the flag of the last chunk.
ChaChaPoly::Nonce chunk_nonce(std::uint64_t number, bool last) {
  ChaChaPoly::Nonce nonce{};
  for (std::size_t i = 0; i < sizeof number; ++i) {
    nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  nonce[11] = last ? 1 : 0;
  return nonce;
}

// An empty payload has one chunk.
std::size_t chunk_count(std::size_t size, std::size_t chunk) {
  return std::max<std::size_t>(1, (size + chunk - 1) / chunk);
}

template <class Span>
Span chunk_of(Span all, std::size_t number, std::size_t chunk) {
  const std::size_t start = number * chunk;
  return all.subspan(start, std::min(chunk, all.size() - start));
}

OpenedChunks open_chunk(ChaChaPoly& cipher,
                        std::uint64_t number,
                        bool last,
                        ByteView sealed,
                        std::span<std::uint8_t> out) {
  if (sealed.size() < kTag) return {0, "it is cut off"};
  if (sealed.size() == kTag && number > 0) return {0, "its last chunk is empty"};
  if (cipher.open(chunk_nonce(number, last), sealed, out)) return {out.size(), {}};
  if (sealed.size() == kSealedChunk && cipher.open(chunk_nonce(number, !last), sealed, out)) {
    return {out.size(), last ? "it is cut off" : "something follows its last chunk"};
  }
  return {0, "a tag does not hold, or it is cut off"};
}

}  // namespace

DerivedKey payload_key(ByteView nonce, const FileKey& file_key) {
  return hkdf_sha256(file_key.expose(), nonce, "payload");
}

std::size_t sealed_size(std::size_t plain) noexcept {
  return plain + chunk_count(plain, kChunk) * kTag;
}

std::size_t plain_size(std::size_t sealed) noexcept {
  const std::size_t full = sealed / kSealedChunk;
  const std::size_t rest = sealed % kSealedChunk;
  return full * kChunk + (rest > kTag ? rest - kTag : 0);
}

void seal_chunks(ChaChaPoly& cipher, ChunkRun run, ByteView plain, std::span<std::uint8_t> out) {
  const std::size_t chunks = chunk_count(plain.size(), kChunk);
  for (std::size_t i = 0; i < chunks; ++i) {
    cipher.seal(chunk_nonce(run.first + i, run.ends && i + 1 == chunks),
                chunk_of(plain, i, kChunk),
                chunk_of(out, i, kSealedChunk));
  }
}

OpenedChunks open_chunks(ChaChaPoly& cipher,
                         ChunkRun run,
                         ByteView sealed,
                         std::span<std::uint8_t> out) {
  const std::size_t chunks = chunk_count(sealed.size(), kSealedChunk);
  OpenedChunks all;
  for (std::size_t i = 0; i < chunks && all.fault.empty(); ++i) {
    const OpenedChunks chunk = open_chunk(cipher,
                                          run.first + i,
                                          run.ends && i + 1 == chunks,
                                          chunk_of(sealed, i, kSealedChunk),
                                          chunk_of(out, i, kChunk));
    all = {all.size + chunk.size, chunk.fault};
  }
  return all;
}

}  // namespace holdfast::age
