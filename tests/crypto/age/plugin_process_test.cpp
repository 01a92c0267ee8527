#include "crypto/age/plugin_process.h"

#include "tests/support/catch.h"
#include "tests/support/toy_plugin.h"

#include <filesystem>

using namespace holdfast;
using namespace holdfast::age;
using holdfast::test::error_of;
using holdfast::test::ToyPlugin;

namespace {

constexpr std::size_t kLimit = 1000;

}  // namespace

TEST_CASE("plugin process: it gets its state machine, and works in a folder for temporary files",
          "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", "echo $mode; pwd");
  PluginProcess process("toy", PluginMode::Identity, [] {});
  process.send("-> done\n\n");
  CHECK(process.read_line(kLimit)->expose() == "--age-plugin=identity-v1");
  const std::string folder = std::filesystem::canonical(std::filesystem::temp_directory_path());
  CHECK(process.read_line(kLimit)->expose() == folder);
  CHECK_FALSE(process.read_line(kLimit));
}

TEST_CASE("plugin process: silence is told once a wait", "[crypto][age][plugin]") {
  const ToyPlugin plugin("toy", "sleep 0.2; echo late; echo soon");
  int silences = 0;
  PluginProcess process(
      "toy", PluginMode::Recipient, [&silences] { ++silences; }, std::chrono::milliseconds{50});
  process.send("-> done\n\n");
  CHECK(process.read_line(kLimit)->expose() == "late");
  CHECK(process.read_line(kLimit)->expose() == "soon");
  CHECK(silences == 1);
}

TEST_CASE("plugin process: a program that is not there is named", "[crypto][age][plugin]") {
  const Error error =
      error_of([] { const PluginProcess process("none", PluginMode::Identity, [] {}); });
  CHECK(std::string(error.what()) == "the program age-plugin-none is not on PATH");
  CHECK(error.advice() == "install age-plugin-none");
}
