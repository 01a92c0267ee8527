// Zlib data of others, unpacked.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::test {

// Throws Failed unless `compressed` is one zlib stream of at most 64 MiB of content.
[[nodiscard]] std::string inflate(std::string_view compressed);

}  // namespace holdfast::test
