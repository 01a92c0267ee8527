#include "src/base/child_process.h"

#include "src/base/process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

#include <csignal>
#include <thread>

namespace holdfast {

namespace {

constexpr std::size_t kLimit = 1 << 20U;

ChildCommand shell(const std::string& script) { return {.words = {"sh", "-c", script}}; }

std::string line_of(Child& child) {
  const auto line = child.read_line(kLimit);
  REQUIRE(line);
  return std::string(line->expose());
}

bool is_running(const std::string& process) { return ::kill(std::stoi(process), 0) == 0; }

}  // namespace

TEST_CASE("child process: question and answer, line by line", "[base]") {
  Child child(shell("while read -r line; do echo \"<$line>\"; done; printf tail"));
  for (const char* word : {"one", "two", ""}) {
    child.send(std::string(word) + "\n", kLimit);
    CHECK(line_of(child) == "<" + std::string(word) + ">");
  }
  child.close_input();
  CHECK_FALSE(child.read_line(kLimit));
  CHECK(child.wait() == 0);
}

TEST_CASE("child process: one that writes before it reads does not block us", "[base]") {
  Child child(shell("head -c 500000 /dev/zero | tr '\\0' x; echo; wc -c"));
  child.send(std::string(500'000, 'y'), kLimit);
  child.close_input();
  CHECK(line_of(child).size() == 500'000);
  CHECK(std::stoi(line_of(child)) == 500'000);
}

TEST_CASE("child process: what one does not read is dropped, and its end is seen", "[base]") {
  Child child(shell("exec <&-; echo gone"));
  child.send(std::string(500'000, 'y'), kLimit);
  CHECK(line_of(child) == "gone");
  CHECK_FALSE(child.read_line(kLimit));
  CHECK_FALSE(child.read_line(kLimit));
}

TEST_CASE("child process: a line and what waits to be read have a limit", "[base]") {
  Child endless(shell("yes | tr -d '\\n'"));
  CHECK(test::code_of([&] { (void)endless.read_line(1000); }) == Code::Failed);
  Child flood(shell("yes"));
  CHECK(test::code_of([&] { flood.send(std::string(1 << 24U, 'y'), 1000); }) == Code::Failed);
  Child exact(shell("echo 12345"));
  CHECK(exact.read_line(5)->expose() == "12345");
}

TEST_CASE("child process: silence is told from output and from the end", "[base]") {
  using std::chrono::milliseconds;
  Child child(shell("read -r go; echo first; echo second"));
  CHECK_FALSE(child.wait_output(milliseconds{20}));
  child.send("go\n", kLimit);
  CHECK(child.wait_output(milliseconds{10'000}));
  CHECK(line_of(child) == "first");
  CHECK(child.wait_output(milliseconds{10'000}));
  CHECK(line_of(child) == "second");
  CHECK(child.wait_output(milliseconds{10'000}));
  CHECK_FALSE(child.read_line(kLimit));
}

TEST_CASE("child process: runs where it is told, with the variables that it is given", "[base]") {
  const test::TempDir folder;
  Child child({.words = {"sh", "-c", "pwd; echo $TOY; echo complaint >&2"},
               .variables = {"TOY=toy"},
               .folder = folder.path(),
               .hide_errors = true});
  CHECK(line_of(child) == folder.path().string());
  CHECK(line_of(child) == "toy");
  const ChildCommand nowhere{.words = {"true"}, .folder = folder.path() / "missing"};
  CHECK(test::code_of([&] { const Child lost(nowhere); }) == Code::Failed);
}

TEST_CASE("child process: it is killed and awaited when nobody holds it", "[base]") {
  std::string process;
  {
    Child child(shell("trap '' INT; echo $$; while :; do sleep 0.01; done"));
    process = line_of(child);
    CHECK(is_running(process));
  }
  CHECK_FALSE(is_running(process));
}

TEST_CASE("child process: one that is asked to end may tidy up, one that will not is killed",
          "[base]") {
  Child polite(shell("trap 'exit 3' INT; echo ready; while :; do sleep 0.01; done"));
  CHECK(line_of(polite) == "ready");
  CHECK(polite.interrupt(std::chrono::seconds{10}) == 3);
  Child stubborn(shell("trap '' INT; echo ready; while :; do sleep 0.01; done"));
  CHECK(line_of(stubborn) == "ready");
  CHECK(stubborn.interrupt(std::chrono::milliseconds{50}) == 137);
}

TEST_CASE("child process: many at once do not hold each other's pipes open", "[base]") {
  const auto talk = [] {
    for (int round = 0; round < 20; ++round) {
      Child child({.words = {"cat"}});
      child.send("x\n", kLimit);
      child.close_input();
      (void)child.read_all(kLimit);
      child.wait();
    }
  };
  std::jthread one(talk);
  std::jthread other(talk);
}

TEST_CASE("child process: only whole paths on PATH lead to a program", "[base]") {
  CHECK(find_program("sh")->is_absolute());
  CHECK_FALSE(find_program("no-such-program"));
  CHECK_FALSE(find_program("tmp"));
  const std::string before = environment_variable("PATH").value();
  ::setenv("PATH", "usr/bin::.:../../../../../../bin", 1);
  CHECK_FALSE(find_program("sh"));
  ::setenv("PATH", before.c_str(), 1);
}

}  // namespace holdfast
