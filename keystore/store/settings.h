// What a keystore says of itself: keystore.json and operators.json.
#pragma once

#include "crypto/primitives/ed25519.h"
#include "src/base/clock.h"
#include "src/base/json.h"

#include <string>
#include <vector>

namespace holdfast::keystore {

struct Policy {
  std::vector<std::string> backup_targets;  // where backups go when --to is not given
  int max_key_age_days = 365;
  int grace_days = 7;  // from the end of a rotation to the old key's retirement
};

// keystore.json.
struct Settings {
  std::string id;  // 32 hexadecimal digits
  Time created;
  std::string by;
  Ed25519PublicKey signer{};
  std::string recipient;  // of the keystore's own identity; "" where operators open it
  Policy policy;

  [[nodiscard]] bool passphrase_mode() const noexcept { return !recipient.empty(); }
  [[nodiscard]] Json print() const;
  // Throws Failed.
  [[nodiscard]] static Settings parse(const Json& json);
};

// Someone whose identity opens the keystore.
struct Operator {
  std::string recipient;
  Time since;
  std::string by;
};

// operators.json.
[[nodiscard]] Json print_operators(const std::vector<Operator>& operators);
[[nodiscard]] std::vector<Operator> parse_operators(const Json& json);

}  // namespace holdfast::keystore
