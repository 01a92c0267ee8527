#include "src/base/work_pool.h"

#include "src/base/error.h"
#include "tests/support/catch.h"

#include <atomic>
#include <vector>

namespace holdfast {

TEST_CASE("work_pool: each index is worked on once", "[base]") {
  std::vector<std::atomic<int>> seen(1000);
  for_each_parallel(seen.size(), 4, {}, [&](std::size_t i) { ++seen[i]; });
  for (const auto& count : seen) REQUIRE(count == 1);
}

TEST_CASE("work_pool: the first failure is rethrown and stops the rest", "[base]") {
  std::atomic<int> done = 0;
  const auto work = [&](std::size_t i) {
    if (i == 3) throw Error(Code::Integrity, "broken");
    ++done;
  };
  CHECK(test::code_of([&] { for_each_parallel(1'000'000, 2, {}, work); }) == Code::Integrity);
  CHECK(done < 1'000'000);
}

TEST_CASE("work_pool: a stop request is Stopped", "[base]") {
  std::stop_source stop;
  const auto work = [&](std::size_t i) {
    if (i == 5) stop.request_stop();
  };
  CHECK(test::code_of([&] { for_each_parallel(1'000'000, 2, stop.get_token(), work); }) ==
        Code::Stopped);
}

TEST_CASE("work_pool: nothing to do is done", "[base]") {
  for_each_parallel(0, 4, {}, [](std::size_t) { FAIL("nothing should run"); });
}

}  // namespace holdfast
