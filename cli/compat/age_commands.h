// What age's programs do.
#pragma once

#include "cli/compat/age_environment.h"
#include "cli/compat/age_news.h"
#include "cli/compat/age_options.h"

#include <string>
#include <vector>

namespace holdfast::cli {

// Each throws Error where it fails.
void age_encrypt(const AgeOptions& options, AgeEnvironment environment, const AgeNews& news);
void age_decrypt(const AgeOptions& options, AgeEnvironment environment, const AgeNews& news);

// These read their own words, and return the exit code.
[[nodiscard]] int age_keygen(const std::vector<std::string>& words, const AgeNews& news);
[[nodiscard]] int age_inspect(const std::vector<std::string>& words, const AgeNews& news);

}  // namespace holdfast::cli
