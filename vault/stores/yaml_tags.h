// What a tag makes of a YAML scalar.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <optional>
#include <string_view>

namespace holdfast::vault {

struct TaggedScalar {
  ScalarType type = ScalarType::Str;
  std::optional<SecretText> decoded;  // the bytes of a !!binary
};

// The type of a scalar with that content, style and tag (resolved, or empty). Custom tags give a
// string. Throws Failed for content that is not what its tag says.
[[nodiscard]] TaggedScalar resolve_scalar(std::string_view value,
                                          Style style,
                                          std::string_view tag);

}  // namespace holdfast::vault
