#include "crypto/ssh/private_key.h"

#include "crypto/ssh/openssh_key.h"
#include "src/base/error.h"

#include <algorithm>
#include <string>
#include <utility>

namespace holdfast::ssh {

namespace {

constexpr std::string_view kBegin = "-----BEGIN ";

std::string_view without_blanks_before(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// "RSA PRIVATE KEY" of "-----BEGIN RSA PRIVATE KEY-----"; empty where there is none.
std::string_view label_of(std::string_view block) {
  if (!block.starts_with(kBegin)) return {};
  const std::string_view rest = block.substr(kBegin.size());
  return rest.substr(0, rest.find("-----"));
}

// PKCS#1 with a passphrase, as ssh-keygen -m PEM writes it (RFC 1421, section 4.6).
bool is_encrypted_pem(std::string_view block) {
  return block.find("\nProc-Type: 4,ENCRYPTED") != std::string_view::npos;
}

[[noreturn]] void refuse_form(std::string_view label) {
  if (label == "ENCRYPTED PRIVATE KEY") {
    throw Error(Code::Failed, "SSH private keys in encrypted PKCS#8 are not supported")
        .hint("give it OpenSSH's own form: ssh-keygen -p -f FILE");
  }
  throw Error(Code::Failed, "this is no SSH private key of a kind that is supported")
      .hint("give an Ed25519 or RSA key that ssh-keygen made");
}

std::string_view checked_block(std::string_view text) {
  if (text.size() > kMaxPrivateKeyFile) {
    throw Error(Code::Failed, "the SSH private key is larger than 16 KiB");
  }
  return without_blanks_before(text);
}

}  // namespace

bool looks_like_private_key(std::string_view text) {
  return without_blanks_before(text).starts_with(kBegin);
}

PrivateKeyOutside private_key_outside(std::string_view text) {
  const std::string_view block = checked_block(text);
  const std::string_view label = label_of(block);
  if (label == kOpensshLabel) return openssh_key_outside(block);
  if (label == "RSA PRIVATE KEY") return {is_encrypted_pem(block), std::nullopt};
  if (label == "PRIVATE KEY") return {};
  refuse_form(label);
}

PrivateKey parse_private_key_file(std::string_view text, const SecretText* passphrase) {
  const PrivateKeyOutside outside = private_key_outside(text);
  if (outside.has_passphrase && passphrase == nullptr) {
    throw Error(Code::Failed, "the SSH private key has a passphrase");
  }
  const std::string_view block = checked_block(text);
  if (label_of(block) == kOpensshLabel) return parse_openssh_key(block, passphrase);
  return parse_private_key_pem(block, outside.has_passphrase ? passphrase : nullptr);
}

Ed25519Seed parse_ed25519_file(std::string_view text) {
  PrivateKey key = parse_private_key_file(text);
  if (auto* seed = std::get_if<Ed25519Seed>(&key)) return std::move(*seed);
  throw Error(Code::Failed, "the SSH private key is not an ssh-ed25519 key");
}

PublicKey public_key_of(const PrivateKey& key) {
  if (const auto* rsa = std::get_if<RsaPrivateKey>(&key)) return rsa->public_key();
  return ed25519_public_key(std::get<Ed25519Seed>(key));
}

}  // namespace holdfast::ssh
