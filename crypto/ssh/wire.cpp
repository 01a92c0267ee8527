#include "crypto/ssh/wire.h"

#include "src/base/error.h"

#include <array>

namespace holdfast::ssh {

namespace {

[[noreturn]] void refuse() { throw Error(Code::Failed, "the SSH data is malformed"); }

}  // namespace

WireWriter& WireWriter::raw(ByteView bytes) {
  out_.append(as_text(bytes));
  return *this;
}

WireWriter& WireWriter::number(std::uint32_t value) {
  return raw(std::array{static_cast<std::uint8_t>(value >> 24U),
                        static_cast<std::uint8_t>(value >> 16U),
                        static_cast<std::uint8_t>(value >> 8U),
                        static_cast<std::uint8_t>(value)});
}

WireWriter& WireWriter::string(ByteView bytes) {
  return number(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
}

WireWriter& WireWriter::mpint(ByteView magnitude) {
  // A highest bit would be taken for a sign.
  const bool signed_looking = !magnitude.empty() && (magnitude.front() & 0x80U) != 0;
  number(static_cast<std::uint32_t>(magnitude.size() + (signed_looking ? 1 : 0)));
  if (signed_looking) raw(std::array<std::uint8_t, 1>{});
  return raw(magnitude);
}

ByteView WireReader::raw(std::size_t size) {
  if (size > rest_.size()) refuse();
  const ByteView bytes = rest_.first(size);
  rest_ = rest_.subspan(size);
  return bytes;
}

std::uint32_t WireReader::number() {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : raw(sizeof value)) value = (value << 8U) | byte;
  return value;
}

ByteView WireReader::string() { return raw(number()); }

ByteView WireReader::mpint() {
  ByteView bytes = string();
  if (!bytes.empty() && (bytes.front() & 0x80U) != 0) refuse();
  while (!bytes.empty() && bytes.front() == 0) bytes = bytes.subspan(1);
  return bytes;
}

void WireReader::expect(std::string_view text) {
  if (as_text(string()) != text) refuse();
}

void WireReader::expect_end() const {
  if (!rest_.empty()) refuse();
}

}  // namespace holdfast::ssh
