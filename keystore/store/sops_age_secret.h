// The Kubernetes Secret `sops-age` that Flux decrypts with: printed by us, and read as Flux reads
// it.
#pragma once

#include "crypto/age/identity.h"
#include "src/base/secret.h"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::keystore {

struct SecretEntry {
  std::string name;     // "age.agekey" for the newest, "age-XXXX.agekey" for others
  std::string comment;  // written above the identity: recipient, cluster, date
  SecretText identity;  // "AGE-SECRET-KEY-1..."
};

// The manifest, with `data` in base64. What it prints was read back as Flux reads it.
[[nodiscard]] SecretText print_secret(std::string_view name,
                                      std::string_view name_space,
                                      const std::vector<SecretEntry>& entries);

// The recipients of the identities that Flux would find in a Secret's manifest or its live JSON or
// YAML (`kubectl get secret -o yaml`): entries whose name ends in ".agekey", one identity a line,
// blank lines and lines that start with '#' skipped. Throws Failed, as Flux would fail: one bad
// line makes the whole Secret unusable.
[[nodiscard]] std::vector<std::string> secret_recipients(std::string_view manifest);

}  // namespace holdfast::keystore
