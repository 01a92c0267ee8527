#include "crypto/ssh/key_blob.h"

#include "crypto/ssh/wire.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::ssh {

namespace {

constexpr std::size_t kMaxExponent = 3;  // bytes; as age, since larger ones only cost time

RsaPublicKey parse_rsa_blob(ByteView blob) {
  WireReader in(blob);
  in.expect(kRsaName);
  const ByteView exponent = in.mpint();
  const ByteView modulus = in.mpint();
  in.expect_end();
  RsaPublicKey key{{modulus.begin(), modulus.end()}, {exponent.begin(), exponent.end()}};
  const bool odd = !exponent.empty() && (exponent.back() & 1U) != 0;
  const bool one = exponent.size() == 1 && exponent.front() == 1;
  if (!odd || one || exponent.size() > kMaxExponent || modulus.empty() ||
      key.bits() > kMaxRsaBits) {
    throw Error(Code::Failed, "the RSA key has numbers that are out of range");
  }
  return key;
}

}  // namespace

std::string_view type_name(const PublicKey& key) {
  return std::holds_alternative<RsaPublicKey>(key) ? kRsaName : kEd25519Name;
}

Bytes key_blob(const PublicKey& key) {
  WireWriter out;
  out.string(type_name(key));
  if (const auto* rsa = std::get_if<RsaPublicKey>(&key)) {
    out.mpint(rsa->exponent).mpint(rsa->modulus);
  } else {
    out.string(std::get<Ed25519PublicKey>(key));
  }
  return {out.bytes().begin(), out.bytes().end()};
}

PublicKey parse_key_blob(ByteView blob) {
  const std::string_view type = as_text(WireReader(blob).string());
  if (type == kRsaName) return parse_rsa_blob(blob);
  if (type == kEd25519Name) return parse_ed25519_blob(blob);
  throw Error(Code::Failed, "only SSH keys of the types ssh-ed25519 and ssh-rsa are supported");
}

Ed25519PublicKey parse_ed25519_blob(ByteView blob) {
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
