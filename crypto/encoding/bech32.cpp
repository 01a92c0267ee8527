#include "crypto/encoding/bech32.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace holdfast {

namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumSize = 6;
constexpr unsigned kDigitBits = 5;

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
char lower(char letter) {
  return is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
}
char upper(char letter) {
  return is_lower(letter) ? static_cast<char>(letter - 'a' + 'A') : letter;
}

// The BCH code of BIP 173, "Checksum", fed five bits at a time.
class Checksum {
 public:
  // The prefix goes in as its high bits, a zero, and its low bits.
  explicit Checksum(std::string_view prefix) {
    for (const char letter : prefix) add(static_cast<std::uint8_t>(lower(letter)) >> kDigitBits);
    add(0);
    for (const char letter : prefix) add(static_cast<std::uint8_t>(lower(letter)) & 31U);
  }

  void add(std::uint32_t digit) {
    constexpr std::array<std::uint32_t, kDigitBits> kGenerator{
        0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3};
    const std::uint32_t top = state_ >> 25U;
    state_ = ((state_ & 0x1FFFFFFU) << kDigitBits) ^ digit;
    for (std::size_t i = 0; i < kGenerator.size(); ++i) {
      if (((top >> i) & 1U) != 0) state_ ^= kGenerator[i];
    }
  }

  [[nodiscard]] bool holds() const { return state_ == 1; }

  // The digits that make a text end with holds().
  [[nodiscard]] std::array<std::uint32_t, kChecksumSize> digits() const {
    Checksum end = *this;
    for (std::size_t i = 0; i < kChecksumSize; ++i) end.add(0);
    std::array<std::uint32_t, kChecksumSize> digits{};
    for (unsigned i = 0; i < kChecksumSize; ++i) {
      digits[i] = ((end.state_ ^ 1U) >> (kDigitBits * (kChecksumSize - 1 - i))) & 31U;
    }
    return digits;
  }

 private:
  std::uint32_t state_ = 1;
};

// Calls `put` with each character of the text.
template <class Put>
void encode(std::string_view prefix, ByteView payload, const Put& put) {
  Checksum checksum(prefix);
  const auto put_digit = [&](std::uint32_t digit) {
    checksum.add(digit);
    put(kAlphabet[digit]);
  };
  for (const char letter : prefix) put(letter);
  put('1');
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : payload) {
    pending = ((pending << 8U) | byte) & 0xFFFU;
    for (bits += 8; bits >= kDigitBits; bits -= kDigitBits) {
      put_digit((pending >> (bits - kDigitBits)) & 31U);
    }
  }
  if (bits > 0) put_digit((pending << (kDigitBits - bits)) & 31U);
  for (const std::uint32_t digit : checksum.digits()) put(kAlphabet[digit]);
}

std::size_t encoded_size(std::string_view prefix, ByteView payload) {
  return prefix.size() + 1 + (payload.size() * 8 + kDigitBits - 1) / kDigitBits + kChecksumSize;
}

bool one_case(std::string_view text) {
  return std::ranges::none_of(text, is_upper) || std::ranges::none_of(text, is_lower);
}

bool is_prefix(std::string_view prefix) {
  return !prefix.empty() &&
         std::ranges::all_of(prefix, [](char letter) { return letter >= '!' && letter <= '~'; });
}

bool checksum_holds(std::string_view prefix, std::string_view digits) {
  Checksum checksum(prefix);
  for (const char letter : digits) {
    const std::size_t digit = kAlphabet.find(lower(letter));
    if (digit == std::string_view::npos) return false;
    checksum.add(static_cast<std::uint32_t>(digit));
  }
  return checksum.holds();
}

// Five-bit digits to bytes; at most four bits may be left over, all zero.
std::optional<SecretBytes> payload_of(std::string_view digits) {
  SecretBytes payload(digits.size() * kDigitBits / 8);
  std::size_t filled = 0;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char letter : digits) {
    const auto digit = static_cast<std::uint32_t>(kAlphabet.find(lower(letter)));
    pending = ((pending << kDigitBits) | digit) & 0xFFFU;
    bits += kDigitBits;
    if (bits < 8) continue;
    bits -= 8;
    payload.fill()[filled++] = static_cast<std::uint8_t>(pending >> bits);
  }
  const std::uint32_t left_over = pending & ((1U << bits) - 1U);
  if (bits >= kDigitBits || left_over != 0) return std::nullopt;
  return payload;
}

}  // namespace

std::string encode_bech32(std::string_view prefix, ByteView payload) {
  std::string text;
  text.reserve(encoded_size(prefix, payload));
  encode(prefix, payload, [&](char letter) { text.push_back(lower(letter)); });
  return text;
}

SecretText encode_bech32_secret(std::string_view prefix, ByteView payload) {
  SecretText text;
  text.reserve(encoded_size(prefix, payload));
  encode(prefix, payload, [&](char letter) { text.append(upper(letter)); });
  return text;
}

std::optional<Bech32> decode_bech32(std::string_view text) {
  const std::size_t separator = text.rfind('1');
  if (separator == std::string_view::npos || !one_case(text)) return std::nullopt;
  const std::string_view prefix = text.substr(0, separator);
  const std::string_view digits = text.substr(separator + 1);
  if (!is_prefix(prefix) || digits.size() < kChecksumSize || !checksum_holds(prefix, digits)) {
    return std::nullopt;
  }
  auto payload = payload_of(digits.substr(0, digits.size() - kChecksumSize));
  if (!payload) return std::nullopt;
  Bech32 decoded{std::string(prefix), std::move(*payload)};
  std::ranges::transform(decoded.prefix, decoded.prefix.begin(), lower);
  return decoded;
}

}  // namespace holdfast
