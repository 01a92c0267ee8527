// The key of one SOPS file.
#pragma once

#include "src/base/secret.h"

namespace holdfast::sops {

using DataKey = SecretKey<32, struct DataKeyRole>;

// Fresh and random.
[[nodiscard]] DataKey generate_data_key();

}  // namespace holdfast::sops
