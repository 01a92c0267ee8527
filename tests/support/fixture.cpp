#include "tests/support/fixture.h"

#include "src/base/file.h"

namespace holdfast::test {

Path fixture(const Path& name) { return Path(HOLDFAST_FIXTURES) / name; }
std::string read_fixture(const Path& name) { return read_file(fixture(name)); }

}  // namespace holdfast::test
