#include "vault/document/scalar_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace holdfast::vault {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a timestamp from its front; a reader that returns false has failed for good.
class TimeReader {
 public:
  enum class Digits { Two, OneOrTwo };

  TimeReader(std::string_view text, Digits digits) : text_(text), digits_(digits) {}

  [[nodiscard]] bool at_end() const { return text_.empty(); }
  bool take(char wanted) {
    if (!text_.starts_with(wanted)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool year(int& value) { return fixed(4, value); }
  bool number(int& value) {
    if (digits_ == Digits::Two || (text_.size() > 1 && is_digit(text_[1]))) return fixed(2, value);
    return fixed(1, value);
  }
  bool fixed(std::size_t count, int& value) {
    if (text_.size() < count) return false;
    const std::string_view digits = text_.substr(0, count);
    if (!std::ranges::all_of(digits, is_digit)) return false;
    value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    text_.remove_prefix(count);
    return true;
  }
  // The digits after a point (in YAML a comma too), at most nine of them and without trailing
  // zeros; empty when there is no fraction.
  std::string fraction() {
    const bool mark = text_.starts_with('.') || (digits_ != Digits::Two && text_.starts_with(','));
    if (!mark || text_.size() < 2 || !is_digit(text_[1])) return {};
    text_.remove_prefix(1);
    const auto count =
        static_cast<std::size_t>(std::ranges::find_if_not(text_, is_digit) - text_.begin());
    std::string digits(text_.substr(0, std::min<std::size_t>(count, 9)));
    text_.remove_prefix(count);
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits;
  }

 private:
  std::string_view text_;
  Digits digits_;
};

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
};

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string fraction;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool exists(const Date& date) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.month < 1 || date.month > 12 || date.day < 1) return false;
  const int days = kDays[static_cast<std::size_t>(date.month - 1)];
  return date.day <= (date.month == 2 && is_leap(date.year) ? 29 : days);
}

bool read_date(TimeReader& reader, Date& date) {
  return reader.year(date.year) && reader.take('-') && reader.number(date.month) &&
         reader.take('-') && reader.number(date.day) && exists(date);
}

bool read_clock(TimeReader& reader, Clock& clock) {
  const bool whole = reader.number(clock.hour) && reader.take(':') && reader.number(clock.minute) &&
                     reader.take(':') && reader.number(clock.second);
  if (!whole || clock.hour > 23 || clock.minute > 59 || clock.second > 59) return false;
  clock.fraction = reader.fraction();
  return true;
}

// The offset in minutes. Some write offsets of 24 hours or 60 minutes, and sops lets them.
bool read_offset(TimeReader& reader, int& minutes) {
  if (reader.take('Z')) return true;
  const bool negative = reader.take('-');
  if (!negative && !reader.take('+')) return false;
  int hour = 0;
  int minute = 0;
  const bool whole = reader.fixed(2, hour) && reader.take(':') && reader.fixed(2, minute);
  if (!whole || hour > 24 || minute > 60) return false;
  minutes = (negative ? -1 : 1) * (hour * 60 + minute);
  return true;
}

std::string write_time(const Date& date, const Clock& clock, int offset) {
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                                 date.year,
                                 date.month,
                                 date.day,
                                 clock.hour,
                                 clock.minute,
                                 clock.second);
  if (!clock.fraction.empty()) text += "." + clock.fraction;
  if (offset == 0) return text + "Z";
  const int size = offset < 0 ? -offset : offset;
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', size / 60, size % 60);
}

std::optional<std::string> read_zoned(TimeReader& reader, const Date& date) {
  Clock clock;
  int offset = 0;
  if (!read_clock(reader, clock) || !read_offset(reader, offset) || !reader.at_end()) {
    return std::nullopt;
  }
  return write_time(date, clock, offset);
}

}  // namespace

std::optional<std::string> read_yaml_time(std::string_view text) {
  TimeReader reader(text, TimeReader::Digits::OneOrTwo);
  Date date;
  if (!read_date(reader, date)) return std::nullopt;
  if (reader.at_end()) return write_time(date, {}, 0);
  if (reader.take('T') || reader.take('t')) return read_zoned(reader, date);
  Clock clock;
  if (!reader.take(' ') || !read_clock(reader, clock) || !reader.at_end()) return std::nullopt;
  return write_time(date, clock, 0);
}

std::optional<std::string> read_rfc3339(std::string_view text) {
  TimeReader reader(text, TimeReader::Digits::Two);
  Date date;
  if (!read_date(reader, date) || !reader.take('T')) return std::nullopt;
  return read_zoned(reader, date);
}

}  // namespace holdfast::vault
