// Writes texts as JSON.
#pragma once

#include "src/base/secret.h"

#include <string_view>

namespace holdfast::vault {

// The token of a JSON string, with the escapes that sops writes: also for < > & and the line
// separators U+2028 and U+2029. Throws Failed for text that is not UTF-8, which JSON cannot hold.
[[nodiscard]] SecretText json_string_token(std::string_view value);

}  // namespace holdfast::vault
