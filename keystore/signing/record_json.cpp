#include "keystore/signing/record_json.h"

#include "src/base/error.h"

#include <fmt/format.h>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kVersionName = "holdfast-keystore";
constexpr std::int64_t kVersion = 1;

}  // namespace

Json start_record(std::string_view kind) {
  return Json::object().set(kVersionName, kVersion).set("kind", kind);
}

void check_record(const Json& json, std::string_view kind) {
  const std::int64_t version = json.at(kVersionName).integer();
  if (version != kVersion) {
    throw Error(Code::Failed, fmt::format("format version {} is not known", version))
        .hint("use the holdfast that wrote it, or a newer one");
  }
  if (json.at("kind").text() != kind) {
    throw Error(Code::Failed, fmt::format("is not of kind \"{}\"", kind));
  }
}

std::string record_text(const Json& json) { return json.dump() + "\n"; }

Json time_json(Time time) { return {format_utc(time)}; }

Time time_of(const Json& json) {
  if (const auto time = parse_utc(json.text())) return *time;
  throw Error(Code::Failed, "a date is not of the form YYYY-MM-DDThh:mm:ssZ");
}

Json texts_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

std::vector<std::string> texts_of(const Json& json) {
  std::vector<std::string> texts;
  for (const Json& item : json.items()) texts.push_back(item.text());
  return texts;
}

}  // namespace holdfast::keystore
