#include "crypto/primitives/bcrypt_pbkdf.h"

#include "crypto/primitives/blowfish.h"
#include "crypto/primitives/hash.h"
#include "src/base/error.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

namespace holdfast {

namespace {

constexpr std::string_view kMagic = "OxychromaticBlowfishSwatDynamite";
constexpr std::size_t kWord = 4;

using Block = SecretKey<kMagic.size(), struct BcryptBlockRole>;

// Numbers whose first byte is the highest.
template <std::size_t N>
std::array<std::uint32_t, N> words_of(ByteView bytes) {
  std::array<std::uint32_t, N> words{};
  for (std::size_t at = 0; at < N * kWord; ++at) {
    words[at / kWord] = (words[at / kWord] << 8U) | bytes[at];
  }
  return words;
}

// The hash of a passphrase or salt as Blowfish's key, wiped at the end.
class Key {
 public:
  explicit Key(Sha512Digest digest)
      : words_(words_of<sizeof(Sha512Digest) / kWord>(ByteView(digest))) {
    wipe(digest);
  }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key(Key&&) = delete;
  Key& operator=(Key&&) = delete;
  ~Key() { wipe(words_.data(), sizeof words_); }

  [[nodiscard]] Blowfish::Words words() const { return words_; }

 private:
  std::array<std::uint32_t, sizeof(Sha512Digest) / kWord> words_;
};

// bcrypt with a fixed cost of 64, over hashes in the place of texts.
Block bcrypt_hash(const Key& passphrase, const Key& salt) {
  constexpr int kRepeats = 64;
  Blowfish cipher;
  cipher.expand(passphrase.words(), salt.words());
  for (int i = 0; i < kRepeats; ++i) {
    cipher.expand(salt.words());
    cipher.expand(passphrase.words());
  }
  Block result;
  auto out = result.fill().begin();
  const auto magic = words_of<kMagic.size() / kWord>(as_bytes(kMagic));
  for (std::size_t at = 0; at < magic.size(); at += 2) {
    Blowfish::Block block{magic[at], magic[at + 1]};
    for (int i = 0; i < kRepeats; ++i) block = cipher.encrypt(block);
    for (std::uint32_t half : block) {
      for (std::size_t i = 0; i < kWord; ++i, half >>= 8U) *out++ = static_cast<uint8_t>(half);
    }
  }
  return result;
}

Sha512Digest numbered(ByteView salt, std::uint32_t number) {
  Sha512 hash;
  hash.update(salt);
  hash.update(std::array{static_cast<std::uint8_t>(number >> 24U),
                         static_cast<std::uint8_t>(number >> 16U),
                         static_cast<std::uint8_t>(number >> 8U),
                         static_cast<std::uint8_t>(number)});
  return hash.digest();
}

// One block of output, as PBKDF2 makes it: every round hashes the one before.
Block derive(const Key& passphrase, ByteView salt, std::uint32_t number, std::uint32_t rounds) {
  Block round = bcrypt_hash(passphrase, Key(numbered(salt, number)));
  Block sum = round.clone();
  for (std::uint32_t i = 1; i < rounds; ++i) {
    round = bcrypt_hash(passphrase, Key(sha512(round.expose())));
    std::ranges::transform(sum.expose(), round.expose(), sum.fill().begin(), std::bit_xor<>());
  }
  return sum;
}

}  // namespace

SecretBytes bcrypt_pbkdf(ByteView passphrase,
                         ByteView salt,
                         std::uint32_t rounds,
                         std::size_t size) {
  if (passphrase.empty()) throw Error(Code::Failed, "the passphrase is empty");
  if (salt.empty() || rounds == 0) throw Error(Code::Failed, "the passphrase's salt is damaged");
  const Key key(sha512(passphrase));
  const std::size_t blocks = (size + Block::kSize - 1) / Block::kSize;
  SecretBytes result(size);
  for (std::size_t block = 0; block < blocks; ++block) {
    const Block part = derive(key, salt, static_cast<std::uint32_t>(block + 1), rounds);
    // Blocks are interleaved, so that no part of the key can be had for less.
    for (std::size_t at = 0; (at * blocks) + block < size && at < Block::kSize; ++at) {
      result.fill()[(at * blocks) + block] = part.expose()[at];
    }
  }
  return result;
}

}  // namespace holdfast
