// Writes scalars as YAML.
#pragma once

#include "src/base/secret.h"
#include "vault/document/tree.h"

#include <string_view>

namespace holdfast::vault {

struct ScalarPlace {
  Style wanted = Style::Plain;   // the style that the replaced token has
  std::string_view header = {};  // of a Literal or Folded token: its first line, with '|' or '>'
  bool in_flow = false;
  bool single_line = false;  // block styles are not possible (a key's own line, a flow collection)
  std::uint32_t indent = 0;  // columns that a block scalar's lines are to be indented by; 0: none
                             // can stand here
  std::uint32_t step = 0;    // those of them that an indentation indicator counts, if known; text
                             // that needs one is else double-quoted (unless the header has one)
  std::string_view line_break = "\n";
};

// The token that stands for text `value` of type Str and resolves to it again: in the wanted style
// where that is possible, else in the style that sops would choose (plain where it stays a string,
// else quoted, else literal). A folded token becomes a literal one. Text that is not UTF-8 becomes
// "!!binary ...". A block scalar ends in a line break, all others do not.
[[nodiscard]] SecretText yaml_string_token(std::string_view value, const ScalarPlace& place);

// The token for one encrypted value, keeping the style: plain, '...', "...", or a block scalar with
// the header and one line. Always quoted in a flow collection.
[[nodiscard]] SecretText yaml_encrypted_token(std::string_view encrypted, const ScalarPlace& place);

// A string as sops writes it as a value of a map whose keys are at column `indent`, and as a key
// ("? ..." and a line break for one that needs lines of its own). A block scalar's lines are 4
// columns further in; the break after its last line is left to the caller, who must see that no
// empty line follows.
[[nodiscard]] SecretText yaml_value_as_sops(std::string_view value, std::uint32_t indent);
[[nodiscard]] SecretText yaml_key_as_sops(std::string_view key);

}  // namespace holdfast::vault
