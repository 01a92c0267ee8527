#include "src/base/work_pool.h"

#include "src/base/error.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace holdfast {

namespace {

// Numbers `count` items, each held in its worker's memory, and keeps those that are given.
class Counting {
 public:
  Counting(std::size_t count, unsigned jobs) : count_(count), held_(jobs) {}

  [[nodiscard]] OrderedSteps steps() {
    return {.take = [this](std::size_t worker) { return take(worker); },
            .work = [this](std::size_t worker) { work(worker); },
            .give = [this](std::size_t worker) { given.push_back(held_[worker]); }};
  }

  std::vector<std::size_t> given;
  std::size_t fails_in_take = SIZE_MAX;
  std::size_t fails_in_work = SIZE_MAX;
  std::set<std::thread::id> threads;  // that have taken

 private:
  bool take(std::size_t worker) {
    threads.insert(std::this_thread::get_id());
    if (taken_ == fails_in_take) throw Error(Code::Integrity, "cannot take");
    held_[worker] = taken_++;
    return taken_ < count_;
  }
  // Early items take longest, so that later ones would overtake them.
  void work(std::size_t worker) {
    const std::size_t number = held_[worker];
    if (number < 20) std::this_thread::sleep_for(std::chrono::milliseconds(3 - number % 4));
    if (number == fails_in_work) throw Error(Code::Refused, "cannot work");
  }

  std::size_t count_;
  std::size_t taken_ = 0;
  std::vector<std::size_t> held_;
};

std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

}  // namespace

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

TEST_CASE("work_pool: items are given in the order in which they were taken", "[base]") {
  for (const unsigned jobs : {1U, 2U, 5U}) {
    Counting counting(500, jobs);
    for_each_ordered(jobs, counting.steps());
    CHECK(counting.given == first_numbers(500));
    CHECK(counting.threads.size() <= jobs);
  }
}

TEST_CASE("work_pool: one item, or one job, starts no thread", "[base]") {
  for (const auto& [count, jobs] : {std::pair{1, 8U}, std::pair{50, 1U}}) {
    Counting counting(static_cast<std::size_t>(count), jobs);
    for_each_ordered(jobs, counting.steps());
    CHECK(counting.threads == std::set{std::this_thread::get_id()});
  }
}

TEST_CASE("work_pool: what comes before a failure is given, and nothing after it", "[base]") {
  for (const unsigned jobs : {1U, 2U, 5U}) {
    Counting taking(100, jobs);
    taking.fails_in_take = 10;
    CHECK(test::code_of([&] { for_each_ordered(jobs, taking.steps()); }) == Code::Integrity);
    CHECK(taking.given == first_numbers(10));
    Counting working(1'000'000, jobs);
    working.fails_in_work = 9;
    working.fails_in_take = 12;  // may be seen earlier, but is not the first
    CHECK(test::code_of([&] { for_each_ordered(jobs, working.steps()); }) == Code::Refused);
    CHECK(working.given == first_numbers(9));
  }
}

TEST_CASE("work_pool: a failing give ends the run", "[base]") {
  for (const unsigned jobs : {1U, 2U, 5U}) {
    Counting counting(1'000'000, jobs);
    OrderedSteps steps = counting.steps();
    steps.give = [](std::size_t) { throw Error(Code::Failed, "no space left"); };
    CHECK(test::code_of([&] { for_each_ordered(jobs, steps); }) == Code::Failed);
  }
}

TEST_CASE("work_pool: the first take may fail", "[base]") {
  Counting counting(5, 4);
  counting.fails_in_take = 0;
  CHECK(test::code_of([&] { for_each_ordered(4, counting.steps()); }) == Code::Integrity);
  CHECK(counting.given.empty());
}

}  // namespace holdfast
