#include "tests/support/peer_program.h"

#include "tests/support/catch.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace holdfast::test {

namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): tests run alone
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::string variable_of(std::string_view program) {
  std::string name = "HOLDFAST_";
  for (const char letter : program) {
    name += letter == '-'
                ? '_'
                : static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 32 : letter);
  }
  return name;
}

std::optional<std::string> on_path(std::string_view program) {
  std::istringstream folders(variable("PATH").value_or(""));
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string candidate = folder + "/" + std::string(program);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> peer_program(std::string_view name) {
  auto found = variable(variable_of(name));
  if (!found) found = on_path(name);
  if (found) return found;
  peer_is_absent(std::string(name));
  return std::nullopt;
}

void peer_is_absent(const std::string& what) {
  const std::string absent = what + " is not installed";
  if (variable("HOLDFAST_REQUIRE_INTEROP")) FAIL(absent);
  WARN("skipped: " + absent);
}

}  // namespace holdfast::test
