#include "src/base/bytes.h"

#include "tests/support/catch.h"

namespace holdfast {

TEST_CASE("bytes: well-formed UTF-8 is told from the rest", "[base]") {
  for (const char* good :
       {"", "a", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf"}) {
    CAPTURE(good);
    CHECK(is_utf8(as_bytes(good)));
  }
  for (const char* bad : {"\x80",
                          "\xc3",
                          "\xc0\xaf",
                          "\xe0\x80\xaf",
                          "\xed\xa0\x80",
                          "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80",
                          "a\xff"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_utf8(as_bytes(bad)));
  }
}

}  // namespace holdfast
