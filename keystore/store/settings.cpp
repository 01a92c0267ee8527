#include "keystore/store/settings.h"

#include "crypto/age/recipient.h"
#include "crypto/ssh/public_key.h"
#include "keystore/signing/record_json.h"
#include "src/base/error.h"

#include <algorithm>
#include <string_view>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kSettingsKind = "keystore";
constexpr std::string_view kOperatorsKind = "operators";
constexpr std::string_view kPassphrase = "passphrase";
constexpr std::string_view kOperators = "operators";
constexpr std::size_t kIdDigits = 32;
constexpr std::int64_t kMaxDays = 36500;  // a hundred years: date arithmetic stays in range

int parse_days(const Json& json) {
  const std::int64_t days = json.integer();
  if (days < 0 || days > kMaxDays) throw Error(Code::Failed, "a policy's days are out of range");
  return static_cast<int>(days);
}

Json print_policy(const Policy& policy) {
  return Json::object()
      .set("backup_targets", texts_json(policy.backup_targets))
      .set("max_key_age_days", policy.max_key_age_days)
      .set("grace_days", policy.grace_days);
}

Policy parse_policy(const Json& json) {
  return {.backup_targets = texts_of(json.at("backup_targets")),
          .max_key_age_days = parse_days(json.at("max_key_age_days")),
          .grace_days = parse_days(json.at("grace_days"))};
}

std::string parse_id(const Json& json) {
  std::string id = json.text();
  if (id.size() != kIdDigits || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw Error(Code::Failed, "the keystore's id is not 32 hexadecimal digits");
  }
  return id;
}

std::string parse_own_recipient(const Json& json) {
  const std::string& mode = json.at("mode").text();
  if (mode == kOperators) return {};
  if (mode != kPassphrase) throw Error(Code::Failed, "the keystore's mode is not known");
  return age::parse_recipient(json.at("recipient").text())->text();
}

}  // namespace

Json Settings::print() const {
  Json json = start_record(kSettingsKind)
                  .set("id", id)
                  .set("created", time_json(created))
                  .set("by", by)
                  .set("mode", passphrase_mode() ? kPassphrase : kOperators);
  if (passphrase_mode()) json.set("recipient", recipient);
  return json.set("signer", ssh::public_key_line(signer)).set("policy", print_policy(policy));
}

Settings Settings::parse(const Json& json) {
  check_record(json, kSettingsKind);
  return {.id = parse_id(json.at("id")),
          .created = time_of(json.at("created")),
          .by = json.at("by").text(),
          .signer = ssh::parse_ed25519_line(json.at("signer").text()),
          .recipient = parse_own_recipient(json),
          .policy = parse_policy(json.at("policy"))};
}

Json print_operators(const std::vector<Operator>& operators) {
  Json list = Json::array();
  for (const Operator& one : operators) {
    list.push(Json::object()
                  .set("recipient", one.recipient)
                  .set("since", time_json(one.since))
                  .set("by", one.by));
  }
  return start_record(kOperatorsKind).set("operators", std::move(list));
}

std::vector<Operator> parse_operators(const Json& json) {
  check_record(json, kOperatorsKind);
  std::vector<Operator> operators;
  for (const Json& item : json.at("operators").items()) {
    operators.push_back({.recipient = age::parse_recipient(item.at("recipient").text())->text(),
                         .since = time_of(item.at("since")),
                         .by = item.at("by").text()});
  }
  return operators;
}

}  // namespace holdfast::keystore
