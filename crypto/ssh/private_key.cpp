#include "crypto/ssh/key_blob.h"
#include "crypto/ssh/pem.h"
#include "crypto/ssh/signature.h"
#include "crypto/ssh/wire.h"
#include "src/base/error.h"
#include "src/base/random.h"

#include <algorithm>
#include <array>

namespace holdfast::ssh {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kLabel = "OPENSSH PRIVATE KEY";
constexpr std::string_view kMagic = "openssh-key-v1\0"sv;  // the zero byte belongs to it
constexpr std::string_view kNone = "none";                 // for cipher and key derivation
constexpr std::size_t kBlock = 8;

// Two equal numbers, by which a reader would tell a wrong passphrase.
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

[[noreturn]] void refuse(std::string_view why) {
  throw Error(Code::Failed, "the SSH private key " + std::string(why));
}

Ed25519Seed parse_private_section(ByteView section) {
  WireReader in(section);
  if (in.number() != in.number()) refuse("is damaged");
  in.expect(kEd25519Name);
  const ByteView key = in.string();
  const ByteView long_key = in.string();
  if (long_key.size() != Ed25519Seed::kSize + key.size()) refuse("has the wrong size");
  (void)in.string();  // comment; the padding after it means nothing
  Ed25519Seed seed(long_key.first<Ed25519Seed::kSize>());
  if (!std::ranges::equal(ed25519_public_key(seed), key)) refuse("does not fit its public key");
  return seed;
}

}  // namespace

SecretText private_key_file(const Ed25519Seed& seed, std::string_view comment) {
  WireWriter out;
  out.raw(as_bytes(kMagic)).string(kNone).string(kNone).string("").number(1);
  out.string(key_blob(ed25519_public_key(seed)));
  out.string(private_section(seed, comment).bytes());
  return encode_pem(kLabel, out.bytes());
}

Ed25519Seed parse_private_key_file(std::string_view text) {
  const SecretText content = decode_pem(kLabel, text);
  WireReader in(content.expose_bytes());
  if (as_text(in.raw(kMagic.size())) != kMagic) refuse("is not in OpenSSH's form");
  if (as_text(in.string()) != kNone) refuse("has a passphrase, which is not supported");
  in.expect(kNone);
  in.expect("");
  if (in.number() != 1) refuse("is not the only one in its file");
  const Ed25519PublicKey key = parse_key_blob(in.string());
  Ed25519Seed seed = parse_private_section(in.string());
  in.expect_end();
  if (ed25519_public_key(seed) != key) refuse("does not fit its public key");
  return seed;
}

}  // namespace holdfast::ssh
