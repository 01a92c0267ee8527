// The usage texts of age's programs.
#pragma once

#include "cli/compat/age_flags.h"
#include "cli/compat/age_news.h"

#include <optional>
#include <string_view>

namespace holdfast::cli {

extern const std::string_view kAgeUsage;
extern const std::string_view kKeygenUsage;
extern const std::string_view kInspectUsage;

// The release of age whose behaviour these programs have, as `age --version` says it.
inline constexpr std::string_view kAgeVersion = "v1.3.2";

// What ends a program before it begins: malformed flags (2, fault and usage on stderr), a call for
// help or the version (0, on stdout); nullopt if it is to go on.
[[nodiscard]] std::optional<int> answer_usage(const AgeFlags::Parsed& parsed,
                                              bool version,
                                              std::string_view usage,
                                              const AgeNews& news);

}  // namespace holdfast::cli
