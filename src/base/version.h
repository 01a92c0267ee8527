// The program's version and the sops whose behaviour it follows.
#pragma once

#include <string_view>

namespace holdfast {

[[nodiscard]] std::string_view version() noexcept;

// Written into the `version` field of files that holdfast encrypts.
inline constexpr std::string_view kSopsVersion = "3.13.3";

}  // namespace holdfast
