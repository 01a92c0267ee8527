#include "src/base/process.h"

#include "src/base/child_process.h"
#include "src/base/child_start.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/vfs.h>
#endif

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
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

namespace {

// The feeder's side: waits for a reader, writes, ends. Only async-signal-safe calls.
[[noreturn]] void feed(const char* path, std::string_view content) {
  static_cast<void>(::signal(SIGINT, SIG_IGN));
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // not to wait for ever if nobody can end it any more
#endif
  const int descriptor = ::open(path, O_WRONLY | O_CLOEXEC);
  while (descriptor >= 0 && !content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  ::_exit(0);
}

}  // namespace

FifoFeed::FifoFeed(const std::string& path, std::string_view content) {
  if (::mkfifo(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    throw Error(Code::Failed, "cannot make a FIFO: " + system_reason(errno)).in_file(path);
  }
  feeder_ = ::fork();
  if (feeder_ < 0) throw Error(Code::Failed, "cannot start a process: " + system_reason(errno));
  if (feeder_ == 0) feed(path.c_str(), content);
}

FifoFeed::~FifoFeed() {
  ::kill(feeder_, SIGKILL);  // nobody reads it any more
  await(feeder_);
}

bool lies_in_memory(const std::string& folder) {
#ifdef __linux__
  constexpr std::uint32_t kTmpfs = 0x01021994;
  constexpr std::uint32_t kRamfs = 0x858458F6;
  struct statfs system {};
  if (::statfs(folder.c_str(), &system) != 0) return false;
  const auto type = static_cast<std::uint32_t>(system.f_type);
  return type == kTmpfs || type == kRamfs;
#else
  static_cast<void>(folder);
  return false;
#endif
}

}  // namespace holdfast
