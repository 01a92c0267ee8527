#include "vault/overlay/sniff.h"

#include <algorithm>

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

bool is_json_object(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

// sops keeps a binary file as a JSON object with nothing but `data` beside `sops`; whether the name
// says so is all that tells it from a JSON document of that shape.
Sniffed sniff_json(Format by_name, std::string_view text) {
  if (!has(text, "\"sops\"") || !has(text, "\"lastmodified\"")) return {};
  if (by_name == Format::Yaml || by_name == Format::Json) return {Claim::Encrypted, by_name};
  return {Claim::Unsupported, Format::Binary};
}

}  // namespace

Sniffed sniff(const Path& name, std::string_view text) {
  if (!has(text, "sops")) return {};
  const Format by_name = format_of(name);
  if (is_json_object(text)) return sniff_json(by_name, text);
  if (has_line(text, "sops_version=") || has_line(text, "sops_mac=")) {
    return {Claim::Unsupported, Format::Dotenv};
  }
  if (has_line(text, "[sops]")) return {Claim::Unsupported, Format::Ini};
  const bool block =
      has_line(text, "sops:") || has_line(text, "\"sops\":") || has_line(text, "'sops':");
  if (block && has(text, "lastmodified") && by_name != Format::Json) {
    return {Claim::Encrypted, Format::Yaml};
  }
  return {};
}

}  // namespace holdfast::vault
