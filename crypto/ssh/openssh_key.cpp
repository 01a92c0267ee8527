#include "crypto/ssh/openssh_key.h"

#include "crypto/primitives/aes_modes.h"
#include "crypto/primitives/bcrypt_pbkdf.h"
#include "crypto/ssh/pem.h"
#include "crypto/ssh/wire.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>
#include <string>

namespace holdfast::ssh {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "openssh-key-v1\0"sv;  // the zero byte belongs to it
constexpr std::string_view kNone = "none";                 // for cipher and key derivation
constexpr std::string_view kBcrypt = "bcrypt";
constexpr std::size_t kBlock = 8;
// ssh-keygen's default is 16. A hostile file must not choose our time: these take some ten seconds.
constexpr std::uint32_t kMaxRounds = 2048;

struct Cipher {
  std::string_view name;
  AesMode mode;
  std::size_t key_size;
};

constexpr std::array kCiphers{
    Cipher{"aes256-ctr", AesMode::Ctr, 32},
    Cipher{"aes256-cbc", AesMode::Cbc, 32},
    Cipher{"aes192-ctr", AesMode::Ctr, 24},
    Cipher{"aes192-cbc", AesMode::Cbc, 24},
    Cipher{"aes128-ctr", AesMode::Ctr, 16},
    Cipher{"aes128-cbc", AesMode::Cbc, 16},
};

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Failed, "the SSH private key " + std::string(why));
}

// A file's parts, viewed.
struct Container {
  std::string_view cipher;
  std::string_view derivation;
  ByteView derivation_options;
  ByteView public_key;
  ByteView section;  // with the private key, encrypted perhaps
  ByteView tag;      // of ciphers that have one

  [[nodiscard]] bool has_passphrase() const { return cipher != kNone || derivation != kNone; }
};

Container parse_container(ByteView content) {
  WireReader in(content);
  if (as_text(in.raw(kMagic.size())) != kMagic) refuse("is not in OpenSSH's form");
  Container parts;
  parts.cipher = as_text(in.string());
  parts.derivation = as_text(in.string());
  parts.derivation_options = in.string();
  if (in.number() != 1) refuse("is not the only one in its file");
  parts.public_key = in.string();
  parts.section = in.string();
  parts.tag = in.rest();
  return parts;
}

const Cipher& cipher_of(const Container& parts) {
  const auto* const found = std::ranges::find(kCiphers, parts.cipher, &Cipher::name);
  if (found != kCiphers.end() && parts.derivation == kBcrypt) return *found;
  throw Error(Code::Failed, "the SSH private key is encrypted in a way that is not supported")
      .hint("give it another cipher: ssh-keygen -p -Z aes256-ctr -f FILE");
}

SecretText decrypt_section(const Container& parts, const SecretText& passphrase) {
  const Cipher& cipher = cipher_of(parts);
  WireReader options(parts.derivation_options);
  const ByteView salt = options.string();
  const std::uint32_t rounds = options.number();
  options.expect_end();
  if (rounds > kMaxRounds) {
    throw Error(Code::Failed, "the SSH private key asks for too many rounds of its passphrase")
        .hint("give it fewer, at most 2048: ssh-keygen -p -a 100 -f FILE");
  }
  const SecretBytes key =
      bcrypt_pbkdf(passphrase.expose_bytes(), salt, rounds, cipher.key_size + kAesBlock);
  return aes_decrypt(cipher.mode,
                     key.expose().first(cipher.key_size),
                     key.expose().subspan(cipher.key_size),
                     parts.section);
}

SecretText open_section(const Container& parts, const SecretText* passphrase) {
  if (parts.has_passphrase()) {
    if (passphrase == nullptr) refuse("has a passphrase");
    SecretText section = decrypt_section(parts, *passphrase);
    if (!parts.tag.empty()) refuse("is malformed");
    return section;
  }
  if (!parts.derivation_options.empty() || !parts.tag.empty()) refuse("is malformed");
  return SecretText(parts.section);
}

Ed25519Seed read_ed25519(WireReader& in, const Ed25519PublicKey& key) {
  const ByteView inner = in.string();
  const ByteView long_key = in.string();
  if (long_key.size() != Ed25519Seed::kSize + key.size()) refuse("has the wrong size");
  Ed25519Seed seed(long_key.first<Ed25519Seed::kSize>());
  if (!std::ranges::equal(inner, key) || ed25519_public_key(seed) != key) {
    refuse("does not fit its public key");
  }
  return seed;
}

RsaPrivateKey read_rsa(WireReader& in, const RsaPublicKey& key) {
  RsaNumbers numbers;
  numbers.modulus = in.mpint();
  numbers.public_exponent = in.mpint();
  numbers.private_exponent = in.mpint();
  (void)in.mpint();  // the coefficient follows from the primes
  numbers.prime1 = in.mpint();
  numbers.prime2 = in.mpint();
  if (!std::ranges::equal(numbers.modulus, key.modulus) ||
      !std::ranges::equal(numbers.public_exponent, key.exponent)) {
    refuse("does not fit its public key");
  }
  return RsaPrivateKey(numbers);
}

PrivateKey read_key(WireReader& in, const PublicKey& key) {
  in.expect(type_name(key));
  if (const auto* rsa = std::get_if<RsaPublicKey>(&key)) return read_rsa(in, *rsa);
  return read_ed25519(in, std::get<Ed25519PublicKey>(key));
}

// 1, 2, 3 ... up to a whole block.
void expect_padding(ByteView padding) {
  std::uint8_t next = 0;
  for (const std::uint8_t byte : padding) {
    if (byte != ++next) refuse("is malformed");
  }
}

// Two equal numbers, by which a reader tells a wrong passphrase.
void write_check_numbers(WireWriter& out) {
  std::array<std::uint8_t, 4> check{};
  random_fill(check);
  out.raw(check).raw(check);
}

void pad(WireWriter& out) {
  for (std::uint8_t i = 1; out.bytes().size() % kBlock != 0; ++i) out.raw(std::array{i});
}

WireWriter private_section(const Ed25519Seed& seed, std::string_view comment) {
  const Ed25519PublicKey key = ed25519_public_key(seed);
  WireWriter long_key;
  long_key.raw(seed.expose()).raw(key);
  WireWriter out;
  write_check_numbers(out);
  out.string(kEd25519Name).string(key).string(long_key.bytes()).string(comment);
  pad(out);
  return out;
}

}  // namespace

PrivateKeyOutside openssh_key_outside(std::string_view text) {
  const SecretText content = decode_pem(kOpensshLabel, text);
  const Container parts = parse_container(content.expose_bytes());
  return {parts.has_passphrase(), parse_key_blob(parts.public_key)};
}

PrivateKey parse_openssh_key(std::string_view text, const SecretText* passphrase) {
  const SecretText content = decode_pem(kOpensshLabel, text);
  const Container parts = parse_container(content.expose_bytes());
  const PublicKey public_key = parse_key_blob(parts.public_key);
  const SecretText section = open_section(parts, passphrase);
  WireReader in(section.expose_bytes());
  if (in.number() != in.number()) {
    if (!parts.has_passphrase()) refuse("is damaged");
    throw Error(Code::Failed, "the passphrase does not open the SSH private key");
  }
  PrivateKey key = read_key(in, public_key);
  (void)in.string();  // comment
  expect_padding(in.rest());
  return key;
}

SecretText private_key_file(const Ed25519Seed& seed, std::string_view comment) {
  WireWriter out;
  out.raw(as_bytes(kMagic)).string(kNone).string(kNone).string("").number(1);
  out.string(key_blob(ed25519_public_key(seed)));
  out.string(private_section(seed, comment).bytes());
  return encode_pem(kOpensshLabel, out.bytes());
}

}  // namespace holdfast::ssh
