#include "src/base/process.h"

#include "src/base/attached_program.h"
#include "src/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

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

TEST_CASE("process: an attached program's exit code, variables and signal", "[base]") {
  const auto shell = [](const std::string& line, const Surroundings& around = {}) {
    return run_attached({"/bin/sh", "-c", line}, around);
  };
  CHECK(shell("exit 7") == 7);
  CHECK(shell("kill -9 $$") == 137);
  CHECK(shell("test \"$A\" = 'x y'", {.variables = {"A=x y"}}) == 0);
  CHECK(shell("test -n \"$PATH\" && test \"$A\" = 1", {.variables = {"A=1"}}) == 0);
  CHECK(shell("test -z \"$HOME\"", {.variables = {}, .pristine = true}) == 0);
  CHECK(shell("test \"$PATH\" = /nowhere", {.variables = {"PATH=/nowhere"}}) == 0);
  CHECK_THROWS_AS(run_attached({"/nowhere/program"}, {}), Error);
  CHECK_THROWS_AS(shell("true", {.variables = {}, .pristine = false, .user = "no such user"}),
                  Error);
}

TEST_CASE("process: a FIFO gives its content once, and ends with the object", "[base]") {
  const test::TempDir dir;
  const std::string path = (dir.path() / "fifo").string();
  const std::string content(200'000, 'x');
  {
    const FifoFeed feed(path, content);
    CHECK(run_child({"cat", path}, "", content.size()).output.expose() == content);
  }
  { const FifoFeed unread(path + "2", content); }
  CHECK_THROWS_AS(FifoFeed(path, content), Error);  // it is there already
}

TEST_CASE("process: a watched signal is noted", "[base]") {
  const SignalWatch watch;
  CHECK(run_attached({"/bin/sh", "-c", "kill -TERM $PPID; exit 3"}, {}) != 0);
  CHECK(SignalWatch::caught());
}

TEST_CASE("process: a variable given goes over the inherited one, in shells too", "[base]") {
  ::setenv("HOLDFAST_TEST_VARIABLE", "old", 1);
  const std::vector<std::string> given{"HOLDFAST_TEST_VARIABLE=new"};
  const std::vector<std::string> ask{"sh", "-c", "sh -c 'echo $HOLDFAST_TEST_VARIABLE'"};
  CHECK(run_child(ask, "", 100, given).output.expose() == "new\n");
  ::unsetenv("HOLDFAST_TEST_VARIABLE");
}

}  // namespace holdfast
