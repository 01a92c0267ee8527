// The ways to write a float; all start from the shortest digits that read back.
#include "vault/document/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace holdfast::vault {

namespace {

// d.ddd * 10^exponent, without the point.
struct Shortest {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

Shortest shortest(double value) {
  std::array<char, 32> buffer{};  // 17 digits, signs, point and exponent fit
  char* const begin = buffer.data();
  const auto written =
      std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific);
  const std::string_view text(begin, static_cast<std::size_t>(written.ptr - begin));
  Shortest result;
  const std::size_t mark = text.find('e');
  for (const char c : text.substr(0, mark)) {
    if (c == '-') result.negative = true;
    if (c >= '0' && c <= '9') result.digits += c;
  }
  std::string_view exponent = text.substr(mark + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  return result;
}

std::string positional(const Shortest& number) {
  const int count = static_cast<int>(number.digits.size());
  std::string text = number.negative ? "-" : "";
  if (number.exponent < 0) {
    text += "0." + std::string(static_cast<std::size_t>(-number.exponent - 1), '0');
    return text + number.digits;
  }
  const int whole = number.exponent + 1;
  if (count <= whole) {
    return text + number.digits + std::string(static_cast<std::size_t>(whole - count), '0');
  }
  const auto point = static_cast<std::size_t>(whole);
  return text + number.digits.substr(0, point) + "." + number.digits.substr(point);
}

std::string scientific(const Shortest& number, int exponent_digits) {
  std::string text = number.negative ? "-" : "";
  text += number.digits[0];
  if (number.digits.size() > 1) text += "." + number.digits.substr(1);
  return fmt::format("{}e{}{:0{}}",
                     text,
                     number.exponent < 0 ? '-' : '+',
                     std::abs(number.exponent),
                     exponent_digits);
}

}  // namespace

std::string canonical_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  return positional(shortest(value));
}

std::string yaml_float(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value < 0 ? "-.inf" : ".inf";
  const Shortest number = shortest(value);
  const bool is_positional = number.exponent >= -4 && number.exponent < 6;
  return is_positional ? positional(number) : scientific(number, 2);
}

std::string json_float(double value) {
  const Shortest number = shortest(value);
  const bool is_positional = number.exponent >= -6 && number.exponent < 21;
  return is_positional ? positional(number) : scientific(number, 1);
}

std::string flat_float(double value) {
  if (!std::isfinite(value)) return canonical_float(value);
  std::string text = yaml_float(value);
  std::ranges::replace(text, 'e', 'E');
  return text.find_first_of(".E") == std::string::npos ? text + ".0" : text;
}

}  // namespace holdfast::vault
