// Hybrid stanzas and recipients whose sizes are right and whose content is anything: ML-KEM's keys
// and ciphertexts. Bech32's checksum and base64 are made here, since no fuzzer guesses them.

#include "crypto/age/hybrid.h"
#include "crypto/encoding/base64.h"
#include "crypto/encoding/bech32.h"
#include "src/base/error.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

using namespace holdfast;

namespace {

constexpr std::size_t kPublicKey = 1216;
constexpr std::size_t kArgument = 1120;
constexpr std::size_t kBody = 32;

// `size` bytes, the given ones over and over.
Bytes filled(ByteView bytes, std::size_t size) {
  Bytes full(size);
  for (std::size_t i = 0; i < size; ++i) full[i] = bytes[i % bytes.size()];
  return full;
}

const age::HybridIdentity& identity() {
  static const age::HybridIdentity kIdentity{age::HybridSeed()};
  return kIdentity;
}

void expect_no_match(const age::Stanza& stanza) {
  try {
    if (identity().unwrap(std::span(&stanza, 1))) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Integrity) std::abort();
  }
}

void open_anything(ByteView bytes) {
  expect_no_match({"mlkem768x25519",
                   {encode_base64(filled(bytes, kArgument), Padding::None)},
                   filled(bytes, kBody)});
  expect_no_match({"mlkem768x25519", {to_text(bytes)}, filled(bytes, bytes.size() % 64)});
}

// A stanza for us with any bytes of it changed.
void open_changed(ByteView changes) {
  static const age::Stanza kGood =
      age::parse_recipient(identity().recipient())->wrap(age::FileKey()).stanzas.front();
  Bytes argument = decode_base64(kGood.args[0], Padding::None).value();
  const Bytes mask = filled(changes, kArgument);
  std::ranges::transform(argument, mask, argument.begin(), std::bit_xor<>());
  if (std::ranges::all_of(mask, [](std::uint8_t byte) { return byte == 0; })) return;
  // The highest bit of a share does not count (RFC 7748), but it is hashed.
  expect_no_match({kGood.type, {encode_base64(argument, Padding::None)}, kGood.body});
}

void wrap_to_anything(ByteView bytes) {
  const Bytes key = filled(bytes, kPublicKey);
  const std::string text = encode_bech32("age1pq", key);
  try {
    const auto recipient = age::parse_recipient(text);
    if (recipient->text() != text) std::abort();
    if (recipient->wrap(age::FileKey()).stanzas.size() != 1) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::Failed) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data, size);
  open_anything(bytes);
  open_changed(bytes);
  wrap_to_anything(bytes);
  return 0;
}
