#include "crypto/age/payload_stream.h"

#include "tests/support/catch.h"

#include <algorithm>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::code_of;

namespace {

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kTag = 16;
constexpr std::size_t kNonce = 16;

Bytes seal(std::size_t size) {
  Bytes payload;
  append_payload(payload, Bytes(size, 0x42), FileKey());
  return payload;
}

bool refused(ByteView payload) {
  return code_of([&] { (void)open_payload(payload, FileKey()); }) == Code::Integrity;
}

}  // namespace

TEST_CASE("payload_stream: goes there and back around the chunk size", "[crypto][age]") {
  for (const std::size_t size : {std::size_t{0},
                                 std::size_t{1},
                                 kChunk - 1,
                                 kChunk,
                                 kChunk + 1,
                                 2 * kChunk,
                                 3 * kChunk + 5}) {
    const Bytes payload = seal(size);
    const std::size_t chunks = std::max<std::size_t>(1, (size + kChunk - 1) / kChunk);
    CHECK(payload.size() == kNonce + size + chunks * kTag);
    CHECK(open_payload(payload, FileKey()).expose() == std::string(size, '\x42'));
  }
}

TEST_CASE("payload_stream: cut off anywhere, it is refused", "[crypto][age]") {
  const Bytes payload = seal(100);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    CHECK(refused(ByteView(payload).first(size)));
  }
}

TEST_CASE("payload_stream: cut off between chunks, it is refused", "[crypto][age]") {
  const Bytes payload = seal(2 * kChunk);
  CHECK(refused(ByteView(payload).first(kNonce + kChunk + kTag)));
  CHECK(refused(ByteView(payload).first(kNonce)));
}

TEST_CASE("payload_stream: bytes behind the last chunk are refused", "[crypto][age]") {
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, kChunk}) {
    Bytes payload = seal(size);
    payload.push_back(0);
    CHECK(refused(payload));
    payload.resize(payload.size() + kTag);
    CHECK(refused(payload));
  }
}

TEST_CASE("payload_stream: chunks that change places are refused", "[crypto][age]") {
  Bytes payload = seal(3 * kChunk);
  const auto first = payload.begin() + kNonce;
  std::rotate(first, first + kChunk + kTag, first + 2 * (kChunk + kTag));
  CHECK(refused(payload));
}

TEST_CASE("payload_stream: one changed bit is refused", "[crypto][age]") {
  for (const std::size_t at : {std::size_t{0}, kNonce, kNonce + kChunk, kNonce + kChunk + kTag}) {
    Bytes payload = seal(kChunk + 1);
    payload[at] ^= 1U;
    CHECK(refused(payload));
  }
}

TEST_CASE("payload_stream: another file key is refused", "[crypto][age]") {
  FileKey other;
  other.fill()[0] = 1;
  CHECK(code_of([&] { (void)open_payload(seal(5), other); }) == Code::Integrity);
}
