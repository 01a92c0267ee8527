#include "vault/overlay/sniff.h"

#include "vault/stores/binary_index.h"

namespace holdfast::vault {

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// True if a line of the text starts with `start`.
bool has_line(std::string_view text, std::string_view start) {
  for (std::size_t at = text.find(start); at != std::string_view::npos;
       at = text.find(start, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

// sops keeps a binary file as a JSON object with nothing but `data` beside `sops`; whether the name
// says so is all that tells it from a JSON document of that shape.
Format json_format(Format by_name) {
  return by_name == Format::Yaml || by_name == Format::Json ? by_name : Format::Binary;
}

bool has_yaml_block(std::string_view text) {
  return has_line(text, "sops:") || has_line(text, "\"sops\":") || has_line(text, "'sops':");
}

}  // namespace

std::optional<Format> sniff(const Path& name, std::string_view text) {
  if (!has(text, "sops") || !has(text, "lastmodified")) return std::nullopt;
  const Format by_name = format_of(name);
  if (claims_encrypted_json(text)) return json_format(by_name);
  if (has_line(text, "sops_lastmodified=")) return Format::Dotenv;
  if (has_line(text, "[sops]")) return Format::Ini;
  if (has_yaml_block(text) && by_name != Format::Json) return Format::Yaml;
  return std::nullopt;
}

}  // namespace holdfast::vault
