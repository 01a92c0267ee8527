#include "src/base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "src/base/error.h"
#include "src/base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
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

namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
      throw Error(Code::Failed, "cannot make a pipe: " + system_reason(errno));
    read_end = ends[0];
    write_end = ends[1];
    ::fcntl(read_end, F_SETFD, FD_CLOEXEC);
    ::fcntl(write_end, F_SETFD, FD_CLOEXEC);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Pipe(Pipe&&) = delete;
  Pipe& operator=(Pipe&&) = delete;
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() { close(read_end); }
  void close_write() { close(write_end); }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
};

// The child's side: never returns. Only async-signal-safe calls, since other threads may run.
[[noreturn]] void become(char* const* words, char* const* variables, int in, int out, int failure) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  static_cast<void>(::signal(SIGPIPE, SIG_DFL));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): POSIX's signature
  environ = const_cast<char**>(variables);
  ::execvp(words[0], words);
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = ::write(failure, &reason, sizeof reason);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Writes what fits without waiting; closes the pipe once all is told or nobody listens.
void feed_some(Pipe& input, std::string_view& feed) {
  // A pipe that polls as writable takes this much at once; more could block while the child waits
  // for us to read.
  const ssize_t written =
      ::write(input.write_end, feed.data(), std::min<std::size_t>(feed.size(), PIPE_BUF));
  if (written < 0 && errno == EINTR) return;
  if (written > 0) feed.remove_prefix(static_cast<std::size_t>(written));
  if (feed.empty() || written < 0) input.close_write();
}

// Appends what there is to read; false at the end.
bool drain_some(const Pipe& output, SecretText& result) {
  std::array<char, PIPE_BUF> chunk{};
  const ssize_t got = ::read(output.read_end, chunk.data(), chunk.size());
  if (got < 0) return errno == EINTR;
  result.append({chunk.data(), static_cast<std::size_t>(got)});
  wipe(chunk.data(), chunk.size());
  return got > 0;
}

// Feeds and drains at once, so that neither side can block the other for ever.
SecretText converse(Pipe& input, Pipe& output, std::string_view feed, std::size_t limit) {
  SecretText result;
  if (feed.empty()) input.close_write();
  while (result.size() <= limit) {
    std::array<pollfd, 2> ends{pollfd{output.read_end, POLLIN, 0},
                               pollfd{input.write_end, POLLOUT, 0}};  // -1 is passed over
    if (::poll(ends.data(), ends.size(), -1) < 0) {
      if (errno == EINTR) continue;
      break;
    }
    if ((ends[1].revents & (POLLOUT | POLLERR)) != 0) feed_some(input, feed);
    if ((ends[0].revents & (POLLIN | POLLHUP)) != 0 && !drain_some(output, result)) break;
  }
  return result;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& words,
                      std::string_view input,
                      std::size_t limit,
                      const std::vector<std::string>& variables) {
  std::vector<std::string> arguments = words;
  std::vector<std::string> environment = variables;
  for (char** variable = environ; *variable != nullptr; ++variable)
    environment.emplace_back(*variable);
  const std::vector<char*> argument_pointers = pointers(arguments);
  const std::vector<char*> environment_pointers = pointers(environment);

  Pipe to_child;
  Pipe from_child;
  Pipe failure;
  const pid_t child = ::fork();
  if (child < 0) throw Error(Code::Failed, "cannot start a process: " + system_reason(errno));
  if (child == 0) {
    become(argument_pointers.data(),
           environment_pointers.data(),
           to_child.read_end,
           from_child.write_end,
           failure.write_end);
  }
  to_child.close_read();
  from_child.close_write();
  failure.close_write();
  SecretText output = converse(to_child, from_child, input, limit);
  from_child.close_read();
  to_child.close_write();
  int reason = 0;
  const bool started = ::read(failure.read_end, &reason, sizeof reason) != sizeof reason;
  const int exit_code = wait_for(child);
  if (!started) {
    throw Error(Code::Failed,
                fmt::format("cannot run {}: {}", words.front(), system_reason(reason)));
  }
  if (output.size() > limit) {
    throw Error(Code::Failed, fmt::format("{} wrote more than {} bytes", words.front(), limit));
  }
  return {exit_code, std::move(output)};
}

}  // namespace holdfast
