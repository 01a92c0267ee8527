#include "src/base/bytes.h"

#include <cstddef>

namespace holdfast {

ByteView as_bytes(std::string_view text) noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): every object is made of bytes
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): char may view any object
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes to_bytes(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

std::string to_text(ByteView bytes) { return std::string(as_text(bytes)); }

bool equal_constant_time(ByteView one, ByteView other) noexcept {
  if (one.size() != other.size()) return false;
  volatile std::uint8_t difference = 0;  // volatile: the loop must not end at the first difference
  for (std::size_t i = 0; i < one.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (one[i] ^ other[i]));
  }
  return difference == 0;
}

namespace {

// How many bytes the sequence that starts with `lead` has, and the range that its second byte must
// lie in (Unicode 15, table 3-7); 0 bytes for an impossible lead.
struct Sequence {
  std::size_t length;
  std::uint8_t second_low;
  std::uint8_t second_high;
};

Sequence sequence_of(std::uint8_t lead) noexcept {
  if (lead < 0x80) return {1, 0, 0};
  if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80, 0xBF};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3, 0x80, 0xBF};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {4, 0x80, 0xBF};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

bool sequence_holds(ByteView bytes, const Sequence& sequence) noexcept {
  if (sequence.length == 0 || bytes.size() < sequence.length) return false;
  if (sequence.length > 1 && (bytes[1] < sequence.second_low || bytes[1] > sequence.second_high)) {
    return false;
  }
  for (std::size_t i = 2; i < sequence.length; ++i) {
    if ((bytes[i] & 0xC0U) != 0x80U) return false;
  }
  return true;
}

}  // namespace

bool is_utf8(ByteView bytes) noexcept {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Sequence sequence = sequence_of(bytes[at]);
    if (!sequence_holds(bytes.subspan(at), sequence)) return false;
    at += sequence.length;
  }
  return true;
}

}  // namespace holdfast
