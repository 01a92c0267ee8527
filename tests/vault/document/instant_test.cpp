#include "vault/document/instant.h"

#include "tests/support/catch.h"

namespace holdfast::vault {

TEST_CASE("instant: whole seconds, the offset kept, Z for none", "[vault]") {
  CHECK(whole_seconds("2026-11-23T21:15:39Z") == "2026-11-23T21:15:39Z");
  CHECK(whole_seconds("2026-11-23T21:15:39.123Z") == "2026-11-23T21:15:39Z");
  CHECK(whole_seconds("2026-11-23T21:15:39+00:00") == "2026-11-23T21:15:39Z");
  CHECK(whole_seconds("2026-11-23T21:15:39-00:00") == "2026-11-23T21:15:39Z");
  CHECK(whole_seconds("2024-02-29T21:15:39.5+05:30") == "2024-02-29T21:15:39+05:30");
}

TEST_CASE("instant: what is no RFC 3339 time is none", "[vault]") {
  for (const char* text : {"",
                           "2026-11-23",
                           "2026-11-23 21:15:39Z",
                           "2026-11-23T21:15:39",
                           "2026-11-23T21:15:39.Z",
                           "2026-11-23T21:15:39.12",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:00:60Z",
                           "2026-01-01T00:00:00+2:00",
                           "2026-01-01T00:00:00+25:00",
                           "2026-01-01T00:00:00Z "}) {
    INFO(text);
    CHECK_FALSE(whole_seconds(text));
  }
}

}  // namespace holdfast::vault
