// What the environment says to age's programs; all that is read of it.
#pragma once

#include "src/base/secret.h"

#include <optional>

namespace holdfast::cli {

struct AgeEnvironment {
  std::optional<SecretText> passphrase;  // HOLDFAST_PASSPHRASE, removed, so that no plugin sees it
  unsigned jobs = 1;                     // HOLDFAST_JOBS, else all cores

  // Throws Failed for a HOLDFAST_JOBS that is no number from 1 to 1024.
  [[nodiscard]] static AgeEnvironment read();
};

}  // namespace holdfast::cli
