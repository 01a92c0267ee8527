#include "keystore/audit/log_entry.h"

#include "keystore/signing/record_json.h"
#include "tests/support/catch.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

LogEntry sample() {
  return {.parents = {std::string(64, 'a')},
          .act = "key generate",
          .phase = ActPhase::Intent,
          .by = "a@b",
          .at = parse_utc("2026-11-24T02:15:03Z").value(),
          .details = Json::object().set("key", "age1x")};
}

}  // namespace

TEST_CASE("log_entry: parses what it prints", "[keystore]") {
  const Json json = sample().print();
  CHECK(json.members().front().first == "holdfast-keystore");
  CHECK(LogEntry::parse(Json::parse(record_text(json))).print() == json);
}

TEST_CASE("log_entry: members that are missing or wrong are refused", "[keystore]") {
  const Json good = sample().print();
  for (const auto& [name, value] : good.members()) {
    INFO(name);
    Json less = Json::object();
    for (const auto& [other, content] : good.members()) {
      if (other != name) less.set(other, content);
    }
    CHECK(code_of([&] { (void)LogEntry::parse(less); }) == Code::Failed);
    if (name == "details") continue;
    Json wrong = good;
    wrong.set(name, Json::array().push("no such thing"));
    CHECK(code_of([&] { (void)LogEntry::parse(wrong); }) == Code::Failed);
  }
}

TEST_CASE("log_entry: unknown members are ignored", "[keystore]") {
  Json more = sample().print();
  more.set("mood", "fine");
  CHECK(LogEntry::parse(more).act == "key generate");
}

TEST_CASE("log_entry: a hash is 64 lower-case hexadecimal digits", "[keystore]") {
  CHECK(log_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(is_log_hash(log_hash("")));
  CHECK_FALSE(is_log_hash("E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  CHECK_FALSE(is_log_hash("../" + std::string(61, 'a')));
  CHECK_FALSE(is_log_hash(std::string(63, 'a')));
}
