#include "src/base/secret.h"

#include "tests/support/catch.h"

#include <algorithm>

namespace holdfast {

TEST_CASE("secret: a slot that was given back is zeroed before the next owner gets it", "[base]") {
  const std::uint8_t* where = nullptr;
  {
    SecretBytes secret(32);
    std::ranges::fill(secret.fill(), 0xAA);
    where = secret.expose().data();
  }
  const SecretBytes next(32);
  CHECK(next.expose().data() == where);
  CHECK(std::ranges::all_of(next.expose(), [](std::uint8_t byte) { return byte == 0; }));
}

TEST_CASE("secret: short and long ones hold what they were given", "[base]") {
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{64}, std::size_t{65}, std::size_t{5000}}) {
    const Bytes bytes(size, 0x5C);
    const SecretBytes secret{ByteView(bytes)};
    CHECK(equal_constant_time(secret.expose(), bytes));
    CHECK(equal_constant_time(secret.clone().expose(), bytes));
  }
}

TEST_CASE("secret: a moved-from secret is empty", "[base]") {
  SecretBytes secret(16);
  const SecretBytes taken = std::move(secret);
  CHECK(taken.size() == 16);
  CHECK(secret.empty());  // NOLINT(bugprone-use-after-move): what is promised
}

TEST_CASE("secret: thousands of slots live at once", "[base]") {
  std::vector<SecretBytes> many;
  for (int i = 0; i < 5000; ++i) {
    many.emplace_back(32);
    many.back().fill()[0] = static_cast<std::uint8_t>(i);
  }
  for (int i = 0; i < 5000; ++i) {
    REQUIRE(many[static_cast<std::size_t>(i)].expose()[0] == static_cast<std::uint8_t>(i));
  }
}

TEST_CASE("secret: comparison looks at every byte and at the length", "[base]") {
  const Bytes one{1, 2, 3};
  CHECK(equal_constant_time(one, Bytes{1, 2, 3}));
  CHECK_FALSE(equal_constant_time(one, Bytes{1, 2, 4}));
  CHECK_FALSE(equal_constant_time(one, Bytes{0, 2, 3}));
  CHECK_FALSE(equal_constant_time(one, Bytes{1, 2}));
}

}  // namespace holdfast
