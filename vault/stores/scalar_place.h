// Where a scalar of a document stands and how it is spelled, so that another can take its place.
#pragma once

#include "vault/document/format.h"
#include "vault/document/tree.h"
#include "vault/stores/text_patch.h"
#include "vault/stores/yaml_scalar.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::vault {

// Where the line begins that holds the byte at `offset`.
[[nodiscard]] std::uint32_t line_start(std::string_view text, std::uint32_t offset) noexcept;
// Where the next line begins after `offset`, or the end of the text.
[[nodiscard]] std::uint32_t next_line(std::string_view text, std::uint32_t offset) noexcept;
// "\r\n" if the text's first line ends so, else "\n".
[[nodiscard]] std::string_view line_break_of(std::string_view text) noexcept;
// The same where the format decides too: in dotenv a CR is part of what stands before it.
[[nodiscard]] std::string_view line_break_of(std::string_view text, Format format) noexcept;

// The style and indentation of a node's token. The views in it are into the tree's text.
[[nodiscard]] ScalarPlace place_of(const Tree& tree,
                                   const Node& node,
                                   std::string_view line_break) noexcept;

// The token for a ciphertext in the style of the token that it replaces.
[[nodiscard]] SecretText encrypted_token(Format format,
                                         std::string_view encrypted,
                                         const ScalarPlace& place);
// The same for any text.
[[nodiscard]] SecretText text_token(Format format,
                                    std::string_view value,
                                    const ScalarPlace& place);
// The splices that put `token` in the place of the node's. A comment in the header of a block
// scalar stays, so that it can have a splice of its own.
[[nodiscard]] std::vector<Splice> replace_scalar(const Tree& tree,
                                                 const Node& node,
                                                 SecretText token);
// The token for age's armor: in YAML a literal block where the place has one, else double-quoted;
// in dotenv and INI in the dialect of line feeds that the place has, which is "\\n" or """ in
// lines.
[[nodiscard]] std::string armor_token(Format format,
                                      std::string_view armor,
                                      const ScalarPlace& place);

}  // namespace holdfast::vault
