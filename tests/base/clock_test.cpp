#include "src/base/clock.h"

#include "tests/support/catch.h"

namespace holdfast {

TEST_CASE("clock: RFC 3339 goes out and comes back", "[base]") {
  const auto time = parse_utc("2026-11-23T21:15:39Z");
  REQUIRE(time);
  CHECK(format_utc(*time) == "2026-11-23T21:15:39Z");
}

TEST_CASE("clock: what is no such time is refused", "[base]") {
  for (const char* text : {"",
                           "2026-11-23",
                           "2026-13-01T00:00:00Z",
                           "2026-02-30T00:00:00Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T21:15:39+01:00",
                           "2026-11-23 21:15:39Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_utc(text));
  }
}

}  // namespace holdfast
