#include "keystore/store/settings.h"

#include "keystore/signing/record_json.h"
#include "tests/support/catch.h"
#include "tests/support/toy_keystore.h"

using namespace holdfast;
using namespace holdfast::keystore;
using holdfast::test::code_of;

namespace {

Settings sample() {
  Settings settings;
  settings.id = std::string(32, '7');
  settings.created = parse_utc("2026-01-02T03:04:05Z").value();
  settings.by = "a@b";
  settings.signer = ed25519_public_key(generate_ed25519());
  settings.recipient = test::ToyIdentity::make().recipient;
  settings.policy.backup_targets = {"/backups"};
  return settings;
}

}  // namespace

TEST_CASE("settings: parse what they print, in either mode", "[keystore]") {
  Settings settings = sample();
  CHECK(Settings::parse(Json::parse(record_text(settings.print()))).print() == settings.print());
  CHECK(settings.print().at("mode").text() == "passphrase");
  settings.recipient.clear();
  CHECK(Settings::parse(settings.print()).print() == settings.print());
  CHECK_FALSE(Settings::parse(settings.print()).passphrase_mode());
}

TEST_CASE("settings: wrong members are refused", "[keystore]") {
  const Json good = sample().print();
  for (const auto& [name, value] : good.members()) {
    INFO(name);
    Json wrong = good;
    wrong.set(name, "\x01");
    if (name != "by") CHECK(code_of([&] { (void)Settings::parse(wrong); }) == Code::Failed);
  }
  Json wrong = good;
  Json policy = good.at("policy");
  wrong.set("policy", policy.set("grace_days", -1));
  CHECK(code_of([&] { (void)Settings::parse(wrong); }) == Code::Failed);
}

TEST_CASE("settings: operators parse what they print", "[keystore]") {
  const std::vector<Operator> operators{
      {test::ToyIdentity::make().recipient, parse_utc("2026-01-02T03:04:05Z").value(), "a@b"}};
  const Json json = print_operators(operators);
  CHECK(print_operators(parse_operators(json)) == json);
  CHECK(parse_operators(print_operators({})).empty());
  Json wrong = json;
  wrong.set("kind", "keystore");
  CHECK(code_of([&] { (void)parse_operators(wrong); }) == Code::Failed);
}
