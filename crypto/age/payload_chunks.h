// The chunks of a payload, sealed and opened in runs (age v1, "Payload").
#pragma once

#include "crypto/age/stanza.h"
#include "crypto/primitives/chacha_poly.h"
#include "crypto/primitives/hkdf.h"
#include "src/base/bytes.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast::age {

inline constexpr std::size_t kPayloadNonce = 16;
inline constexpr std::size_t kChunk = std::size_t{64} << 10U;
inline constexpr std::size_t kSealedChunk = kChunk + ChaChaPoly::kTagSize;

[[nodiscard]] DerivedKey payload_key(ByteView nonce, const FileKey& file_key);

// Chunks that follow each other; all but the payload's last are full, and none but the first is
// empty.
struct ChunkRun {
  std::uint64_t first = 0;  // the number of its first chunk in the payload
  bool ends = true;         // the payload ends with it
};

// How many bytes a run of `plain` bytes takes, and at most how many are in a run of `sealed` ones.
[[nodiscard]] std::size_t sealed_size(std::size_t plain) noexcept;
[[nodiscard]] std::size_t plain_size(std::size_t sealed) noexcept;

// Seals a run into `out`, of sealed_size(plain.size()).
void seal_chunks(ChaChaPoly& cipher, ChunkRun run, ByteView plain, std::span<std::uint8_t> out);

struct OpenedChunks {
  std::size_t size =
      0;  // how many bytes of `out` are authentic; the others are not written or zero
  std::string_view fault;  // why the rest is not; empty when the run is whole
};

// Opens a run into `out`, of plain_size(sealed.size()), up to its first fault. A full chunk that is
// authentic is opened even if it is not the last where the payload ends, or is and something
// follows, as age does; that is a fault after it.
[[nodiscard]] OpenedChunks open_chunks(ChaChaPoly& cipher,
                                       ChunkRun run,
                                       ByteView sealed,
                                       std::span<std::uint8_t> out);

}  // namespace holdfast::age
