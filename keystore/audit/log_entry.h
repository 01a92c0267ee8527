// One entry of the keystore's log: who did what, and which entries came before
// (docs/reference/formats/keystore.md, "The log").
#pragma once

#include "src/base/clock.h"
#include "src/base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

// An act that may fail midway has two entries: its intent before, its outcome after.
enum class ActPhase { Intent, Outcome };

[[nodiscard]] std::string_view phase_word(ActPhase phase) noexcept;  // "intent", "outcome"

struct LogEntry {
  std::vector<std::string> parents;  // hashes of the entries that no other named, sorted
  std::string act;                   // "key generate"
  ActPhase phase = ActPhase::Outcome;
  std::string by;
  Time at;
  Json details;

  [[nodiscard]] Json print() const;
  // Throws Failed.
  [[nodiscard]] static LogEntry parse(const Json& json);
};

// The name of an entry: the SHA-256 of its file's content, 64 hexadecimal digits.
[[nodiscard]] std::string log_hash(std::string_view text);
[[nodiscard]] bool is_log_hash(std::string_view text) noexcept;

}  // namespace holdfast::keystore
