#include "vault/document/format.h"

#include <array>
#include <string>

namespace holdfast::vault {

namespace {

struct Known {
  Format format;
  std::string_view name;
};

constexpr std::array kKnown{Known{Format::Yaml, "yaml"},
                            Known{Format::Json, "json"},
                            Known{Format::Dotenv, "dotenv"},
                            Known{Format::Ini, "ini"},
                            Known{Format::Binary, "binary"}};

}  // namespace

Format format_of(const Path& file) {
  const std::string name = file.filename().string();
  if (name.ends_with(".yaml") || name.ends_with(".yml")) return Format::Yaml;
  if (name.ends_with(".json")) return Format::Json;
  if (name.ends_with(".env")) return Format::Dotenv;
  if (name.ends_with(".ini")) return Format::Ini;
  return Format::Binary;
}

bool is_json(Format format) noexcept { return format == Format::Json || format == Format::Binary; }

bool is_flat(Format format) noexcept { return format == Format::Dotenv || format == Format::Ini; }

std::string_view format_name(Format format) noexcept {
  for (const Known& known : kKnown) {
    if (known.format == format) return known.name;
  }
  return "binary";
}

std::optional<Format> format_named(std::string_view name) noexcept {
  for (const Known& known : kKnown) {
    if (known.name == name) return known.format;
  }
  return std::nullopt;
}

}  // namespace holdfast::vault
