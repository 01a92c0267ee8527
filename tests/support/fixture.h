// Files below fixtures/.
#pragma once

#include "src/base/error.h"

#include <string>

namespace holdfast::test {

[[nodiscard]] Path fixture(const Path& name);
[[nodiscard]] std::string read_fixture(const Path& name);

}  // namespace holdfast::test
