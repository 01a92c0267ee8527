// What an editor shows for a file that is to be.
#pragma once

#include "src/base/secret.h"
#include "vault/document/format.h"

namespace holdfast::cli {

[[nodiscard]] SecretText first_text(vault::Format format);

}  // namespace holdfast::cli
