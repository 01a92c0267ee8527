#include "src/base/process.h"

#include "src/base/error.h"
#include "tests/support/catch.h"

#include <cstdlib>

namespace holdfast {

TEST_CASE("process: input goes in, output comes out, however large", "[base]") {
  const std::string large(1'000'000, 'x');
  const ChildResult result = run_child({"cat"}, large, 2'000'000);
  CHECK(result.exit_code == 0);
  CHECK(result.output.expose() == large);
}

TEST_CASE("process: exit codes and signals are told apart", "[base]") {
  CHECK(run_child({"sh", "-c", "exit 7"}, "", 10).exit_code == 7);
  CHECK(run_child({"sh", "-c", "kill -9 $$"}, "", 10).exit_code == 137);
}

TEST_CASE("process: a program that is not there is an error", "[base]") {
  const Error error = test::error_of([] { (void)run_child({"no-such-program"}, "", 10); });
  CHECK(std::string(error.what()) == "cannot run no-such-program: No such file or directory");
}

TEST_CASE("process: more output than the limit is an error", "[base]") {
  CHECK(test::code_of([] { (void)run_child({"yes"}, "", 100); }) == Code::Failed);
}

TEST_CASE("process: a secret variable is read once, and children do not see it", "[base]") {
  ::setenv("HOLDFAST_TEST_SECRET", "hush", 1);
  const auto taken = take_secret_variable("HOLDFAST_TEST_SECRET");
  REQUIRE(taken);
  CHECK(taken->expose() == "hush");
  CHECK_FALSE(take_secret_variable("HOLDFAST_TEST_SECRET"));
  CHECK(run_child({"env"}, "", 100'000).output.expose().find("hush") == std::string_view::npos);
}

}  // namespace holdfast
