// The state of every key at a glance: green, yellow or red, and why.
#pragma once

#include "keystore/store/keystore.h"
#include "src/base/json.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

enum class Light { Green, Yellow, Red };

[[nodiscard]] std::string_view light_name(Light light) noexcept;

struct StatusLine {
  Light light = Light::Green;
  std::string subject;  // a cluster, or "log"
  std::string text;
};

struct Status {
  std::vector<StatusLine> lines;

  // The worst of all lines.
  [[nodiscard]] Light light() const noexcept;
  [[nodiscard]] Json print() const;
};

// Looks at keys without a backup (red), without an escrow (yellow: the backup is sealed to the
// keystore's own recipients), keys older than a year (yellow), rotations under way (yellow), keys
// marked compromised (red), and the log's chain (red when it does not hold).
[[nodiscard]] Status take_status(const Keystore& keystore);

}  // namespace holdfast::keystore
