// What a file claims to be, told from its content.
#pragma once

#include "vault/document/format.h"

#include <string_view>

namespace holdfast::vault {

enum class Claim {
  None,         // not a SOPS file
  Encrypted,    // a SOPS file in a format that we open
  Unsupported,  // a SOPS file in a format that we do not open yet (`format` says which)
};

struct Sniffed {
  Claim claim = Claim::None;
  Format format = Format::Yaml;
};

// Looks for a SOPS block in the form of each format; the name only breaks ties. Quick, and may take
// a file for encrypted that then does not parse: such a file must be looked at by a person anyway.
[[nodiscard]] Sniffed sniff(const Path& name, std::string_view text);

}  // namespace holdfast::vault
