#include "src/base/process.h"

#include "src/base/child_process.h"

#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace holdfast {

void harden_process() noexcept {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  // A reader that goes away is an error to report, not a silent end.
  static_cast<void>(::signal(SIGPIPE, SIG_IGN));
}

std::optional<SecretText> take_secret_variable(const char* name) {
  char* value = ::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
  if (value == nullptr) return std::nullopt;
  const std::string_view text(value);
  SecretText taken(text);
  wipe(value, text.size());
  ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
  return taken;
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = ::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets any by then
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<Path> find_program(std::string_view name) {
  const std::string path = environment_variable("PATH").value_or("");
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    const Path program = Path(folder) / name;
    std::error_code ignored;
    if (program.is_absolute() && std::filesystem::is_regular_file(program, ignored) &&
        ::access(program.c_str(), X_OK) == 0)
      return program;
  }
  return std::nullopt;
}

ChildResult run_child(const std::vector<std::string>& words,
                      std::string_view input,
                      std::size_t limit,
                      const std::vector<std::string>& variables) {
  Child child({.words = words, .variables = variables});
  child.send(input, limit);
  child.close_input();
  SecretText output = child.read_all(limit);
  return {child.wait(), std::move(output)};
}

}  // namespace holdfast
