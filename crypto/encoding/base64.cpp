#include "crypto/encoding/base64.h"

#include <array>

namespace holdfast {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;  // its high bits show through an "or" of several digits

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::uint32_t value_of(char digit) { return kValues[static_cast<std::uint8_t>(digit)]; }

constexpr std::size_t encoded_size(std::size_t bytes, Padding padding) {
  return padding == Padding::Required ? (bytes + 2) / 3 * 4 : (bytes * 4 + 2) / 3;
}

// Writes the last group, of one or two bytes.
char* encode_tail(ByteView bytes, Padding padding, char* out) {
  const std::uint32_t first = bytes[0];
  const std::uint32_t second = bytes.size() == 2 ? bytes[1] : 0U;
  const std::uint32_t group = (first << 16U) | (second << 8U);
  *out++ = kAlphabet[group >> 18U];
  *out++ = kAlphabet[(group >> 12U) & 63U];
  if (bytes.size() == 2) *out++ = kAlphabet[(group >> 6U) & 63U];
  if (padding == Padding::None) return out;
  *out++ = '=';
  if (bytes.size() == 1) *out++ = '=';
  return out;
}

void encode_to(ByteView bytes, Padding padding, char* out) {
  std::size_t at = 0;
  for (; at + 3 <= bytes.size(); at += 3) {
    const std::uint32_t group =
        (std::uint32_t{bytes[at]} << 16U) | (std::uint32_t{bytes[at + 1]} << 8U) | bytes[at + 2];
    *out++ = kAlphabet[group >> 18U];
    *out++ = kAlphabet[(group >> 12U) & 63U];
    *out++ = kAlphabet[(group >> 6U) & 63U];
    *out++ = kAlphabet[group & 63U];
  }
  if (at < bytes.size()) encode_tail(bytes.subspan(at), padding, out);
}

// The digits without padding; nullopt when the length or the padding is not as it must be.
std::optional<std::string_view> digits_of(std::string_view text, Padding padding) {
  if (padding == Padding::None) {
    if (text.size() % 4 == 1) return std::nullopt;
    return text;
  }
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.ends_with("==")) return text.substr(0, text.size() - 2);
  if (text.ends_with('=')) return text.substr(0, text.size() - 1);
  return text;
}

// Two or three digits at the end; the bits that no byte takes must be zero (RFC 4648, section 3.5).
template <class Byte>
bool decode_tail(std::string_view digits, Byte* out) {
  const std::uint32_t third = digits.size() == 3 ? value_of(digits[2]) : 0U;
  const std::uint32_t group = (value_of(digits[0]) << 12U) | (value_of(digits[1]) << 6U) | third;
  if (((value_of(digits[0]) | value_of(digits[1]) | third) & 0xC0U) != 0) return false;
  out[0] = static_cast<Byte>(group >> 10U);
  if (digits.size() == 2) return (group & 0x3FFU) == 0;
  out[1] = static_cast<Byte>(group >> 2U);
  return (group & 3U) == 0;
}

template <class Byte>
bool decode_to(std::string_view digits, Byte* out) {
  std::uint32_t seen = 0;
  std::size_t at = 0;
  for (; at + 4 <= digits.size(); at += 4) {
    const std::uint32_t one = value_of(digits[at]);
    const std::uint32_t two = value_of(digits[at + 1]);
    const std::uint32_t three = value_of(digits[at + 2]);
    const std::uint32_t four = value_of(digits[at + 3]);
    seen |= one | two | three | four;
    *out++ = static_cast<Byte>((one << 2U) | (two >> 4U));
    *out++ = static_cast<Byte>((two << 4U) | (three >> 2U));
    *out++ = static_cast<Byte>((three << 6U) | four);
  }
  if ((seen & 0xC0U) != 0) return false;
  return at == digits.size() || decode_tail(digits.substr(at), out);
}

}  // namespace

std::string encode_base64(ByteView bytes, Padding padding) {
  std::string text(encoded_size(bytes.size(), padding), '\0');
  encode_to(bytes, padding, text.data());
  return text;
}

void append_base64(std::string& out, ByteView bytes) {
  const std::size_t start = out.size();
  out.resize(start + encoded_size(bytes.size(), Padding::Required));
  encode_to(bytes, Padding::Required, out.data() + start);
}

std::optional<Bytes> decode_base64(std::string_view text, Padding padding) {
  const auto digits = digits_of(text, padding);
  if (!digits) return std::nullopt;
  Bytes bytes(digits->size() * 3 / 4);
  if (!decode_to(*digits, bytes.data())) return std::nullopt;
  return bytes;
}

std::optional<std::size_t> decode_base64_into(std::string_view text, std::span<std::uint8_t> out) {
  const auto digits = digits_of(text, Padding::Required);
  if (!digits || !decode_to(*digits, out.data())) return std::nullopt;
  return digits->size() * 3 / 4;
}

SecretText encode_base64_secret(ByteView bytes, Padding padding) {
  SecretText text;
  text.resize(encoded_size(bytes.size(), padding));
  encode_to(bytes, padding, text.fill().data());
  return text;
}

std::optional<SecretText> decode_base64_secret(std::string_view text, Padding padding) {
  const auto digits = digits_of(text, padding);
  if (!digits) return std::nullopt;
  SecretText bytes;
  bytes.resize(digits->size() * 3 / 4);
  if (!decode_to(*digits, bytes.fill().data())) return std::nullopt;
  return bytes;
}

}  // namespace holdfast
