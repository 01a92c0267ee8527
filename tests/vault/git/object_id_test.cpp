#include "vault/git/object_id.h"

#include "tests/support/catch.h"

using holdfast::vault::git::ObjectId;

TEST_CASE("object_id: hexadecimal digits round-trip", "[vault][git]") {
  const std::string hex = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
  const auto id = ObjectId::parse(hex);
  REQUIRE(id);
  CHECK(id->hex() == hex);
}

TEST_CASE("object_id: anything but 40 hexadecimal digits is none", "[vault][git]") {
  CHECK_FALSE(ObjectId::parse(""));
  CHECK_FALSE(ObjectId::parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c539"));
  CHECK_FALSE(ObjectId::parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c53911"));
  CHECK_FALSE(ObjectId::parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c539g"));
}
