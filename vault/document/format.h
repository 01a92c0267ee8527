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

// True where an encrypted document is JSON text: JSON, and binary, whose content is the text
// `data`.
[[nodiscard]] bool is_json(Format format) noexcept;
// True where the `sops` block is flattened into names like age__list_0__map_enc: dotenv and INI.
[[nodiscard]] bool is_flat(Format format) noexcept;

// "yaml", "json", "dotenv", "ini", "binary".
[[nodiscard]] std::string_view format_name(Format format) noexcept;
[[nodiscard]] std::optional<Format> format_named(std::string_view name) noexcept;

}  // namespace holdfast::vault
