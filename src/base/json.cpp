#include "src/base/json.h"

#include "src/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace holdfast {

namespace {

// Our own files are shallow; a hostile one must not eat the stack.
constexpr std::size_t kMaxLevels = 64;

// Builds our values while nlohmann's parser reads.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  // What was read.
  [[nodiscard]] Json take() { return std::move(result_); }

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(std::int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX))
      return add(Json(static_cast<double>(value)));
    return add(Json(static_cast<std::int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return add(Json(value));
  }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool key(string_t& value) override {
    keys_.back() = std::move(value);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position,
                   const std::string& /*token*/,
                   const nlohmann::json::exception& /*why*/) override {
    throw Error(Code::Failed, fmt::format("not valid JSON at byte {}", position));
  }

 private:
  bool add(Json value) {
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (open_.back().is_object()) {
      open_.back().set(keys_.back(), std::move(value));
    } else {
      open_.back().push(std::move(value));
    }
    return true;
  }
  bool open(Json value) {
    if (open_.size() >= kMaxLevels) throw Error(Code::Failed, "JSON is nested too deeply");
    open_.push_back(std::move(value));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return add(std::move(done));
  }

  Json result_;
  std::vector<Json> open_;
  std::vector<std::string> keys_;
};

template <class T>
const T& as(const auto& value, std::string_view kind) {
  if (const T* held = std::get_if<T>(&value)) return *held;
  throw Error(Code::Failed, fmt::format("JSON value is not {}", kind));
}

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Json Json::parse(std::string_view text) {
  Builder builder;
  nlohmann::json::sax_parse(text, &builder);
  return builder.take();
}

// Appends values as text.
class Json::Printer {
 public:
  explicit Printer(bool pretty) : pretty_(pretty) {}

  void print(const Json& json) {
    std::visit([this](const auto& held) { print(held); }, json.value_);
  }
  // What was printed.
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void print(std::monostate /*null*/) { text_ += "null"; }
  void print(bool value) { text_ += value ? "true" : "false"; }
  void print(std::int64_t value) { text_ += fmt::format("{}", value); }
  void print(double value) { text_ += nlohmann::json(value).dump(); }
  void print(const std::string& value) { text_ += quoted(value); }
  void print(const Array& array) { print_list('[', array, ']'); }
  void print(const Object& object) { print_list('{', object, '}'); }
  void print(const Member& member) {
    text_ += quoted(member.first) + (pretty_ ? ": " : ":");
    print(member.second);
  }

  void print_list(char open, const auto& elements, char close) {
    text_ += open;
    ++level_;
    bool first = true;
    for (const auto& element : elements) {
      if (!std::exchange(first, false)) text_ += ',';
      start_line();
      print(element);
    }
    --level_;
    if (!elements.empty()) start_line();
    text_ += close;
  }

  void start_line() {
    if (pretty_) text_ += '\n' + std::string(level_ * 2, ' ');
  }

  std::string text_;
  bool pretty_;
  std::size_t level_ = 0;
};

std::string Json::dump(bool pretty) const {
  Printer printer(pretty);
  printer.print(*this);
  return printer.take();
}

bool Json::is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }
bool Json::is_object() const noexcept { return std::holds_alternative<Object>(value_); }
bool Json::boolean() const { return as<bool>(value_, "a boolean"); }
std::int64_t Json::integer() const { return as<std::int64_t>(value_, "an integer"); }
const std::string& Json::text() const { return as<std::string>(value_, "a text"); }
const Json::Array& Json::items() const { return as<Array>(value_, "a list"); }
const Json::Object& Json::members() const { return as<Object>(value_, "an object"); }

const Json* Json::find(std::string_view name) const {
  const Object& all = members();
  const auto found = std::ranges::find(all, name, &Member::first);
  return found == all.end() ? nullptr : &found->second;
}

const Json& Json::at(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw Error(Code::Failed, fmt::format("member \"{}\" is missing", name));
}

std::string Json::text_or(std::string_view name, std::string_view otherwise) const {
  const Json* found = find(name);
  return found == nullptr || found->is_null() ? std::string(otherwise) : found->text();
}

Json& Json::set(std::string_view name, Json value) {
  auto& all = std::get<Object>(value_);
  const auto found = std::ranges::find(all, name, &Member::first);
  if (found == all.end()) {
    all.emplace_back(std::string(name), std::move(value));
  } else {
    found->second = std::move(value);
  }
  return *this;
}

Json& Json::push(Json value) {
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

}  // namespace holdfast
