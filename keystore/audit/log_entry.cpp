#include "keystore/audit/log_entry.h"

#include "crypto/primitives/hash.h"
#include "keystore/signing/record_json.h"
#include "src/base/error.h"

#include <algorithm>

namespace holdfast::keystore {

namespace {

constexpr std::string_view kKind = "log-entry";
constexpr std::size_t kHashDigits = 64;

ActPhase parse_phase(std::string_view word) {
  for (const ActPhase phase : {ActPhase::Intent, ActPhase::Outcome}) {
    if (phase_word(phase) == word) return phase;
  }
  throw Error(Code::Failed, "the phase of a log entry is neither intent nor outcome");
}

std::vector<std::string> parse_parents(const Json& json) {
  std::vector<std::string> parents = texts_of(json);
  if (!std::ranges::all_of(parents, is_log_hash)) {
    throw Error(Code::Failed, "a parent of a log entry is no SHA-256");
  }
  return parents;
}

}  // namespace

std::string_view phase_word(ActPhase phase) noexcept {
  return phase == ActPhase::Intent ? "intent" : "outcome";
}

Json LogEntry::print() const {
  return start_record(kKind)
      .set("parents", texts_json(parents))
      .set("act", act)
      .set("phase", phase_word(phase))
      .set("by", by)
      .set("at", time_json(at))
      .set("details", details);
}

LogEntry LogEntry::parse(const Json& json) {
  check_record(json, kKind);
  return {.parents = parse_parents(json.at("parents")),
          .act = json.at("act").text(),
          .phase = parse_phase(json.at("phase").text()),
          .by = json.at("by").text(),
          .at = time_of(json.at("at")),
          .details = json.at("details")};
}

std::string log_hash(std::string_view text) { return sha256_hex(as_bytes(text)); }

bool is_log_hash(std::string_view text) noexcept {
  return text.size() == kHashDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace holdfast::keystore
