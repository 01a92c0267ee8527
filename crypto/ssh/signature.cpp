#include "crypto/ssh/signature.h"

#include "crypto/primitives/hash.h"
#include "crypto/ssh/key_blob.h"
#include "crypto/ssh/pem.h"
#include "crypto/ssh/wire.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::ssh {

namespace {

constexpr std::string_view kLabel = "SSH SIGNATURE";
constexpr std::string_view kMagic = "SSHSIG";
constexpr std::string_view kHash = "sha512";
constexpr std::uint32_t kVersion = 1;

// What the key signs: PROTOCOL.sshsig, section 3.
WireWriter signed_data(ByteView message, std::string_view name_space) {
  WireWriter out;
  out.raw(as_bytes(kMagic)).string(name_space).string("").string(kHash).string(sha512(message));
  return out;
}

struct Parsed {
  Ed25519PublicKey signer{};
  std::string_view name_space;
  Ed25519Signature signature{};
};

Ed25519Signature parse_signature(ByteView blob) {
  WireReader in(blob);
  in.expect(kEd25519Name);
  const ByteView bytes = in.string();
  in.expect_end();
  Ed25519Signature signature{};
  if (bytes.size() != signature.size())
    throw Error(Code::Failed, "the signature has the wrong size");
  std::ranges::copy(bytes, signature.begin());
  return signature;
}

// The result views `blob`.
Parsed parse(ByteView blob) {
  WireReader in(blob);
  if (as_text(in.raw(kMagic.size())) != kMagic || in.number() != kVersion) {
    throw Error(Code::Failed, "this is not an SSH signature of version 1");
  }
  Parsed parsed;
  parsed.signer = parse_ed25519_blob(in.string());
  parsed.name_space = as_text(in.string());
  (void)in.string();  // reserved: signers leave it empty, and verifiers ignore it
  in.expect(kHash);
  parsed.signature = parse_signature(in.string());
  in.expect_end();
  return parsed;
}

}  // namespace

std::string sign(ByteView message, std::string_view name_space, const Ed25519Seed& seed) {
  const Ed25519Signature signature = ed25519_sign(signed_data(message, name_space).bytes(), seed);
  WireWriter signature_blob;
  signature_blob.string(kEd25519Name).string(signature);
  WireWriter out;
  out.raw(as_bytes(kMagic)).number(kVersion).string(key_blob(ed25519_public_key(seed)));
  out.string(name_space).string("").string(kHash).string(signature_blob.bytes());
  return std::string(encode_pem(kLabel, out.bytes()).expose());
}

bool verify(ByteView message,
            std::string_view armored,
            std::string_view name_space,
            const Ed25519PublicKey& signer) noexcept {
  try {
    const SecretText blob = decode_pem(kLabel, armored);
    const Parsed parsed = parse(blob.expose_bytes());
    return parsed.signer == signer && parsed.name_space == name_space &&
           ed25519_verify(signed_data(message, name_space).bytes(), parsed.signature, signer);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace holdfast::ssh
