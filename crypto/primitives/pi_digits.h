// The digits of pi that Blowfish starts from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace holdfast {

// The first 8 * `words` hexadecimal digits of pi after the point, eight in a number.
[[nodiscard]] std::vector<std::uint32_t> pi_digits(std::size_t words);

}  // namespace holdfast
