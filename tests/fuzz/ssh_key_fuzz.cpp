// SSH's private key files, and lines with public keys.

#include "crypto/age/ssh_keys.h"
#include "crypto/ssh/private_key.h"
#include "crypto/ssh/public_key.h"
#include "src/base/error.h"

#include <cstdlib>

using namespace holdfast;

namespace {

template <class Parse>
void expect_failed_or_good(const Parse& parse) {
  try {
    parse();
  } catch (const Error& error) {
    if (error.code() != Code::Failed) std::abort();
  }
}

void expect_same_line(const ssh::PublicKey& key) {
  if (ssh::parse_public_key_line(ssh::public_key_line(key)) != key) std::abort();
}

// A file with a passphrase is not opened: that takes its time on purpose, and what it gives is
// noise.
void read_private(std::string_view text) {
  const ssh::PrivateKeyOutside outside = ssh::private_key_outside(text);
  if (outside.public_key) expect_same_line(*outside.public_key);
  if (outside.has_passphrase) return;
  const PrivateKey key = ssh::parse_private_key_file(text);
  if (outside.public_key && ssh::public_key_of(key) != *outside.public_key) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  expect_failed_or_good([&] { read_private(text); });
  expect_failed_or_good([&] { expect_same_line(ssh::parse_public_key_line(text)); });
  expect_failed_or_good([&] { expect_same_line(ssh::parse_public_key_file(text)); });
  expect_failed_or_good([&] { (void)age::parse_ssh_recipient(text); });
  (void)age::unsupported_ssh_key(text);
  return 0;
}
