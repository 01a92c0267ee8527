// A JSON value whose objects keep their order: for records, journals and --json reports. Documents
// of users are never read through this (see vault/stores/json_index).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace holdfast {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() noexcept = default;  // null
  // NOLINTBEGIN(google-explicit-constructor,hicpp-explicit-conversions): literals read as JSON
  Json(bool value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  // NOLINTEND(google-explicit-constructor,hicpp-explicit-conversions)

  static Json object() { return Object{}; }
  static Json array() { return Array{}; }

  // Reads one JSON text of at most 64 levels. Throws Failed with the byte offset of the fault.
  static Json parse(std::string_view text);
  // Two blanks a level, or one line when `pretty` is false. No line feed at the end. Text that is
  // not UTF-8 gets U+FFFD in the place of each bad byte.
  [[nodiscard]] std::string dump(bool pretty = true) const;

  [[nodiscard]] bool is_null() const noexcept;
  [[nodiscard]] bool is_object() const noexcept;
  // The value as the type asked for. Throws Failed when it is of another type.
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const Array& items() const;
  [[nodiscard]] const Object& members() const;

  // Member `name` of an object: null if absent, or throwing Failed that names it.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] const Json& at(std::string_view name) const;
  // Member `name` as text, or `otherwise` where it is absent or null.
  [[nodiscard]] std::string text_or(std::string_view name, std::string_view otherwise) const;

  // Sets (replaces or appends) a member of an object; returns *this for chains.
  Json& set(std::string_view name, Json value);
  // Appends to an array.
  Json& push(Json value);

  friend bool operator==(const Json& one, const Json& other) = default;

 private:
  class Printer;

  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

}  // namespace holdfast
