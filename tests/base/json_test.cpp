#include "src/base/json.h"

#include "tests/support/catch.h"

namespace holdfast {

using test::code_of;

TEST_CASE("json: objects keep the order of their members", "[base]") {
  const Json json = Json::parse(R"({"b":1,"a":[true,null,2.5,"x"]})");
  CHECK(json.dump(false) == R"({"b":1,"a":[true,null,2.5,"x"]})");
}

TEST_CASE("json: what is printed reads back", "[base]") {
  const Json json = Json::object()
                        .set("text", "quote \" backslash \\ line\n \x01 caf\xc3\xa9")
                        .set("empty", Json::object())
                        .set("list", Json::array().push(1).push(Json()));
  CHECK(Json::parse(json.dump()) == json);
  CHECK(Json::parse(json.dump(false)) == json);
}

TEST_CASE("json: a fault is an error that tells the place", "[base]") {
  const Error error = test::error_of([] { (void)Json::parse(R"({"a": tru})"); });
  CHECK(error.code() == Code::Failed);
  CHECK(std::string(error.what()).find("byte") != std::string::npos);
}

TEST_CASE("json: deep nesting is refused, not followed", "[base]") {
  const std::string deep(100000, '[');
  CHECK(code_of([&] { (void)Json::parse(deep); }) == Code::Failed);
}

TEST_CASE("json: a value of another type is an error", "[base]") {
  const Json json = Json::parse(R"({"a": 1})");
  CHECK(code_of([&] { (void)json.at("a").text(); }) == Code::Failed);
  CHECK(code_of([&] { (void)json.at("b"); }) == Code::Failed);
  CHECK(json.find("b") == nullptr);
  CHECK(json.text_or("b", "otherwise") == "otherwise");
}

}  // namespace holdfast
