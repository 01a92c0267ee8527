#include "src/base/error.h"

#include "tests/support/catch.h"

namespace holdfast {

TEST_CASE("error: names file, key path and reason, and the innermost place stays", "[base]") {
  Error error(Code::Integrity, "tag does not hold");
  error.at_key("data.password").in_file("db.yaml").in_file("outer.yaml").at_key("outer");
  CHECK(std::string(error.what()) == "db.yaml: data.password: tag does not hold");
}

TEST_CASE("error: the first hint stays", "[base]") {
  Error error(Code::Failed, "x");
  error.hint("first").hint("second");
  CHECK(error.advice() == "first");
}

TEST_CASE("error: of several codes the gravest wins", "[base]") {
  CHECK(graver(Code::Failed, Code::Integrity) == Code::Integrity);
  CHECK(graver(Code::Refused, Code::NoIdentity) == Code::Refused);
  CHECK(graver(Code::Stopped, Code::NoIdentity) == Code::NoIdentity);
  CHECK(graver(Code::Locked, Code::Stopped) == Code::Stopped);
  CHECK(graver(Code::Failed, Code::Locked) == Code::Locked);
}

}  // namespace holdfast
