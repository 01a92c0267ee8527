// What a file claims to be, told from its content.
#pragma once

#include "vault/document/format.h"

#include <optional>
#include <string_view>

namespace holdfast::vault {

// The format of the SOPS file that the text claims to be, by a block in the form of that format;
// the name only breaks ties. Quick, and may take a file for encrypted that then does not parse:
// such a file must be looked at by a person anyway.
[[nodiscard]] std::optional<Format> sniff(const Path& name, std::string_view text);

}  // namespace holdfast::vault
