// Points in time as SOPS metadata spells them: RFC 3339 with any offset.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::vault {

// The RFC 3339 text read and printed again with whole seconds, its offset kept ("Z" for zero);
// nullopt when it is none. The MAC of a file is bound to its `lastmodified` in this form.
[[nodiscard]] std::optional<std::string> whole_seconds(std::string_view text);

}  // namespace holdfast::vault
