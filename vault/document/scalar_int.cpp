#include "vault/document/scalar_int.h"

#include "src/base/secret.h"

#include <charconv>
#include <limits>

namespace holdfast::vault {

namespace {

struct Magnitude {
  bool with_sign = false;
  bool negative = false;
  std::uint64_t value = 0;
};

struct Digits {
  std::string_view text;
  int base = 10;
};

Digits digits_of(std::string_view unsigned_text) {
  if (unsigned_text.size() < 2 || unsigned_text[0] != '0') return {unsigned_text, 10};
  switch (unsigned_text[1]) {
    case 'x':
    case 'X':
      return {unsigned_text.substr(2), 16};
    case 'b':
    case 'B':
      return {unsigned_text.substr(2), 2};
    case 'o':
    case 'O':
      return {unsigned_text.substr(2), 8};
    default:
      return {unsigned_text.substr(1), 8};
  }
}

// from_chars takes a sign for signed types only, so that none may follow our own.
std::optional<std::uint64_t> to_number(const Digits& digits) {
  std::uint64_t value = 0;
  const char* const end = digits.text.data() + digits.text.size();
  const auto [stop, fault] = std::from_chars(digits.text.data(), end, value, digits.base);
  if (fault != std::errc() || stop != end || digits.text.empty()) return std::nullopt;
  return value;
}

template <class DigitsOf>
std::optional<Magnitude> magnitude(std::string_view text, const DigitsOf& split) {
  Magnitude result;
  result.with_sign = !text.empty() && (text.front() == '-' || text.front() == '+');
  result.negative = result.with_sign && text.front() == '-';
  if (result.with_sign) text.remove_prefix(1);
  const std::optional<std::uint64_t> value = to_number(split(text));
  if (!value) return std::nullopt;
  result.value = *value;
  return result;
}

std::optional<std::int64_t> to_signed(const Magnitude& magnitude) {
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (magnitude.value > kMax + (magnitude.negative ? 1U : 0U)) return std::nullopt;
  return static_cast<std::int64_t>(magnitude.negative ? 0U - magnitude.value : magnitude.value);
}

// After "0b" and "0o", but not "0x", sops lets a sign follow.
std::optional<Magnitude> read_magnitude(std::string_view text) {
  if (!text.starts_with("0b") && !text.starts_with("0o")) return magnitude(text, digits_of);
  const int base = text[1] == 'b' ? 2 : 8;
  return magnitude(text.substr(2), [&](std::string_view digits) { return Digits{digits, base}; });
}

IntReading read_without_underscores(std::string_view text) {
  const std::optional<Magnitude> found = read_magnitude(text);
  if (!found) return {};
  if (const auto value = to_signed(*found)) return {IntRange::Signed, *value};
  return {found->with_sign ? IntRange::None : IntRange::Unsigned, 0};
}

}  // namespace

IntReading read_yaml_int(std::string_view text) {
  if (text.find('_') == std::string_view::npos) return read_without_underscores(text);
  if (text.front() == '_') return {};
  SecretText plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (c != '_') plain.append(c);
  }
  return read_without_underscores(plain.expose());
}

std::optional<std::int64_t> read_decimal(std::string_view text) {
  const auto found = magnitude(text, [](std::string_view digits) { return Digits{digits, 10}; });
  return found ? to_signed(*found) : std::nullopt;
}

}  // namespace holdfast::vault
