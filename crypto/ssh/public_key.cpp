#include "crypto/encoding/base64.h"
#include "crypto/primitives/hash.h"
#include "crypto/ssh/key_blob.h"
#include "crypto/ssh/signature.h"
#include "src/base/error.h"

namespace holdfast::ssh {

std::string public_key_line(const Ed25519PublicKey& key) {
  return std::string(kEd25519Name) + " " + encode_base64(key_blob(key));
}

Ed25519PublicKey parse_public_key_line(std::string_view line) {
  const std::size_t type_end = line.find(' ');
  if (line.substr(0, type_end) != kEd25519Name || type_end == std::string_view::npos) {
    throw Error(Code::Failed, "this is not an ssh-ed25519 public key");
  }
  const std::string_view rest = line.substr(type_end + 1);
  const auto blob = decode_base64(rest.substr(0, rest.find_first_of(" \r\n")));
  if (!blob) throw Error(Code::Failed, "the base64 of the SSH public key is damaged");
  return parse_key_blob(*blob);
}

std::string fingerprint(const Ed25519PublicKey& key) {
  return "SHA256:" + encode_base64(sha256(key_blob(key)), Padding::None);
}

}  // namespace holdfast::ssh
