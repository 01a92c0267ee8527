// The file formats that SOPS knows, and which one a file name stands for.
#pragma once

#include "src/base/error.h"

#include <optional>
#include <string_view>

namespace holdfast::vault {

enum class Format { Yaml, Json, Dotenv, Ini, Binary };

// By the end of the name, case-sensitive, as sops decides: .yaml .yml .json .env .ini; every other
// name is binary.
[[nodiscard]] Format format_of(const Path& file);

// "yaml", "json", "dotenv", "ini", "binary".
[[nodiscard]] std::string_view format_name(Format format) noexcept;
[[nodiscard]] std::optional<Format> format_named(std::string_view name) noexcept;

}  // namespace holdfast::vault
