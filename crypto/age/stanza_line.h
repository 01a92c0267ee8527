// The lines of a stanza's text form (age v1, "ABNF definition of file header"), in which plugins
// are talked with too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::age {

inline constexpr std::string_view kStanzaMark = "-> ";
// A body's lines are this long but for the last one, which is shorter, and may be empty.
inline constexpr std::size_t kStanzaColumns = 64;

// The words of a stanza's first line: its type and its arguments. nullopt unless they are one to
// `limit` words of printable ASCII after kStanzaMark, one blank between them.
[[nodiscard]] std::optional<std::vector<std::string>> split_stanza_line(std::string_view line,
                                                                        std::size_t limit);

}  // namespace holdfast::age
