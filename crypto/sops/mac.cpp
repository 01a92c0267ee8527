#include "crypto/sops/mac.h"

#include <array>

namespace holdfast::sops {

namespace {

// Goes first under EncryptedValuesOnly, so that the two scopes never agree on a code. It is
// SHA-256 of the four bytes "sops".
constexpr std::array<std::uint8_t, 32> kEncryptedOnlyStart{
    0x8A, 0x3F, 0xD2, 0xAD, 0x54, 0xCE, 0x66, 0x52, 0x7B, 0x10, 0x34, 0xF3, 0xD1, 0x47, 0xBE, 0x0B,
    0x0B, 0x97, 0x5B, 0x3B, 0xF4, 0x4F, 0x72, 0xC6, 0xFD, 0xAD, 0xEC, 0x81, 0x76, 0xF2, 0x7D, 0x69};

}  // namespace

Mac::Mac(MacScope scope) {
  if (scope == MacScope::EncryptedValuesOnly) hash_.update(kEncryptedOnlyStart);
}

void Mac::add(std::string_view canonical_text) { hash_.update(as_bytes(canonical_text)); }

std::string Mac::text() {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const std::uint8_t byte : hash_.digest()) {
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 15U]);
  }
  return text;
}

}  // namespace holdfast::sops
