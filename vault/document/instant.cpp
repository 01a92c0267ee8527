#include "vault/document/instant.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace holdfast::vault {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// True if `text` has the pattern's characters, where '0' in the pattern stands for any digit.
bool fits(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(
      text, pattern, [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; });
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_date(int year, int month, int day) {
  constexpr std::array kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2 && !leap) return day <= 28;
  return day <= kDays.at(static_cast<std::size_t>(month - 1));
}

bool is_clock_time(int hour, int minute, int second) {
  return hour < 24 && minute < 60 && second < 60;
}

// "Z", or "+hh:mm" with hours up to 24, as Go reads them.
bool is_zone(std::string_view zone) {
  if (zone == "Z") return true;
  if (!fits(zone, "+00:00") && !fits(zone, "-00:00")) return false;
  return number(zone.substr(1, 2)) <= 24 && number(zone.substr(4, 2)) < 60;
}

}  // namespace

std::optional<std::string> whole_seconds(std::string_view text) {
  constexpr std::string_view kPattern = "0000-00-00T00:00:00";
  const std::string_view head = text.substr(0, kPattern.size());
  if (!fits(head, kPattern)) return std::nullopt;
  const auto field = [&](std::size_t at, std::size_t size) {
    return number(head.substr(at, size));
  };
  if (!is_date(field(0, 4), field(5, 2), field(8, 2))) return std::nullopt;
  if (!is_clock_time(field(11, 2), field(14, 2), field(17, 2))) return std::nullopt;

  std::string_view zone = text.substr(kPattern.size());
  if (zone.starts_with('.')) {
    const std::size_t end = zone.find_first_not_of("0123456789", 1);
    if (end == 1 || end == std::string_view::npos) return std::nullopt;
    zone.remove_prefix(end);
  }
  if (!is_zone(zone)) return std::nullopt;
  const bool utc = zone == "+00:00" || zone == "-00:00";
  return std::string(head) + std::string(utc ? "Z" : zone);
}

}  // namespace holdfast::vault
