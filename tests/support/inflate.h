// Fixtures of others that are compressed.
#pragma once

#include "src/base/bytes.h"

#include <string>

namespace holdfast::test {

// What zlib data (RFC 1950) holds. Fails the test when it is damaged.
[[nodiscard]] std::string inflate_zlib(ByteView compressed);

}  // namespace holdfast::test
