#include "tests/support/toy_plugin.h"

#include "src/base/process.h"

#include <cstdlib>

namespace holdfast::test {

namespace {

constexpr const char* kFirstPhase = R"(
mode=$1 key=
while read -r line && [ "$line" != '-> done' ]; do
  case $line in '-> wrap-file-key'|"-> recipient-stanza 0 $name"*) read -r key;; esac
done
read -r nothing
)";

}  // namespace

ToyPlugin::ToyPlugin(const std::string& name, std::string_view script)
    : path_before_(environment_variable("PATH").value_or("")) {
  const std::string text = "#!/bin/sh\nname=" + name + kFirstPhase + std::string(script) + "\n";
  const Path program = folder_.write("age-plugin-" + name, text);
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests run alone
  ::setenv("PATH", (folder_.path().string() + ":" + path_before_).c_str(), 1);
}

ToyPlugin::~ToyPlugin() {
  ::setenv("PATH", path_before_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace holdfast::test
