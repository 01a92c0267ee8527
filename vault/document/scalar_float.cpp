#include "vault/document/scalar_float.h"

#include "src/base/secret.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace holdfast::vault {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_hex_digit(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

bool equals_any_case(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, {}, lower);
}

struct Unsigned {
  std::string_view text;  // without a sign and "0x"
  bool negative = false;
  bool with_sign = false;
  bool hex = false;
};

Unsigned split_sign(std::string_view text) {
  Unsigned result;
  result.with_sign = !text.empty() && (text.front() == '-' || text.front() == '+');
  result.negative = result.with_sign && text.front() == '-';
  if (result.with_sign) text.remove_prefix(1);
  result.hex = text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x';
  result.text = result.hex ? text.substr(2) : text;
  return result;
}

double with_sign(double value, bool negative) { return negative ? -value : value; }

std::optional<double> read_special(const Unsigned& number) {
  if (number.hex) return std::nullopt;
  if (equals_any_case(number.text, "inf") || equals_any_case(number.text, "infinity")) {
    return with_sign(std::numeric_limits<double>::infinity(), number.negative);
  }
  if (!number.with_sign && equals_any_case(number.text, "nan")) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::nullopt;
}

// For a number that from_chars found out of range: is it too large, not too small? The place of
// its first digit that counts, plus its exponent, tells.
bool is_too_large(std::string_view text, bool hex) {
  const std::size_t mark = std::min(text.find_first_of(hex ? "pP" : "eE"), text.size());
  const std::string_view mantissa = text.substr(0, mark);
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_not_of("0."));
  std::int64_t exponent = 0;
  std::string_view digits = text.substr(std::min(mark + 1, text.size()));
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const auto [stop, fault] =
      std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (fault == std::errc::result_out_of_range) return digits.front() != '-';
  // Compared, not added: the exponent may be next to the limits of its type.
  return exponent > (first - point) * (hex ? 4 : 1);
}

std::optional<double> read_digits(const Unsigned& number) {
  const std::string_view text = number.text;
  if (text.empty() || !(is_hex_digit(text.front()) || text.front() == '.')) return std::nullopt;
  if (!number.hex && text.front() != '.' && !is_digit(text.front())) return std::nullopt;
  if (number.hex && text.find_first_of("pP") == std::string_view::npos) return std::nullopt;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto format = number.hex ? std::chars_format::hex : std::chars_format::general;
  const auto [stop, fault] = std::from_chars(text.data(), end, value, format);
  if (stop != end || fault == std::errc::invalid_argument) return std::nullopt;
  if (fault == std::errc::result_out_of_range) {
    if (is_too_large(text, number.hex)) return std::nullopt;
    value = 0;
  }
  return with_sign(value, number.negative);
}

// Each underscore stands between two digits; the "0x" counts as a digit.
bool underscores_hold(const Unsigned& number) {
  const auto digit = [&](char c) { return number.hex ? is_hex_digit(c) : is_digit(c); };
  const std::string_view text = number.text;
  for (std::size_t at = text.find('_'); at != std::string_view::npos; at = text.find('_', at + 1)) {
    const bool after_digit = at == 0 ? number.hex : digit(text[at - 1]);
    if (!after_digit || at + 1 == text.size() || !digit(text[at + 1])) return false;
  }
  return true;
}

SecretText without_underscores(std::string_view text) {
  SecretText plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (c != '_') plain.append(c);
  }
  return plain;
}

std::optional<double> read_named(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr std::array kInfinities{
      std::string_view(".inf"), std::string_view(".Inf"), std::string_view(".INF")};
  constexpr std::array kNotNumbers{
      std::string_view(".nan"), std::string_view(".NaN"), std::string_view(".NAN")};
  if (std::ranges::find(kNotNumbers, text) != kNotNumbers.end()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const Unsigned number = split_sign(text);
  if (std::ranges::find(kInfinities, number.text) == kInfinities.end()) return std::nullopt;
  return with_sign(kInfinity, number.negative);
}

// [-+]? (\.[0-9]+ | [0-9]+(\.[0-9]*)?) ([eE][-+]?[0-9]+)?  The digits themselves are left to
// from_chars; what is checked here is what it would take beyond that.
bool looks_like_yaml_float(std::string_view text) {
  const bool allowed = std::ranges::all_of(text, [](char c) {
    return is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
  });
  return allowed && std::ranges::any_of(text, is_digit);
}

}  // namespace

std::optional<double> read_float(std::string_view text) {
  const Unsigned number = split_sign(text);
  if (const auto special = read_special(number)) return special;
  if (text.find('_') == std::string_view::npos) return read_digits(number);
  if (!underscores_hold(number)) return std::nullopt;
  return read_digits(split_sign(without_underscores(text).expose()));
}

std::optional<double> read_yaml_float(std::string_view text) {
  if (const auto named = read_named(text)) return named;
  // A leading point takes another way through sops's loader than a leading digit or sign.
  if (text.starts_with('.')) return read_float(text);
  if (text.empty() || text.front() == '_') return std::nullopt;
  const SecretText plain = without_underscores(text);
  if (!looks_like_yaml_float(plain.expose())) return std::nullopt;
  return read_digits(split_sign(plain.expose()));
}

}  // namespace holdfast::vault
