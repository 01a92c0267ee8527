#include "src/base/child_process.h"

#include "src/base/child_start.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

namespace holdfast {

namespace {

// All that the child's side needs between fork and exec, when it may no longer allocate.
struct Start {
  char* const* words;
  char* const* variables;
  const char* folder;
  bool hide_errors;
  int in;
  int out;
  int failure;
};

// The child's side: never returns. Only async-signal-safe calls, since other threads may run.
[[noreturn]] void become(const Start& start) {
  ::dup2(start.in, STDIN_FILENO);
  ::dup2(start.out, STDOUT_FILENO);
  if (start.hide_errors) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) give_up(errno, start.failure);
    ::dup2(nowhere, STDERR_FILENO);
  }
  if (*start.folder != '\0' && ::chdir(start.folder) != 0) give_up(errno, start.failure);
  static_cast<void>(::signal(SIGPIPE, SIG_DFL));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): POSIX's signature
  environ = const_cast<char**>(start.variables);
  ::execvp(start.words[0], start.words);
  give_up(errno, start.failure);
}

// nullopt when it is still there after `grace`.
std::optional<int> await_for(pid_t process, std::chrono::milliseconds grace) {
  const auto end = std::chrono::steady_clock::now() + grace;
  std::chrono::milliseconds pause{1};
  for (int status = 0;;) {
    if (::waitpid(process, &status, WNOHANG) == process) return exit_code_of(status);
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds{50});
  }
}

// The process, and our ends of the pipes to it and from it.
std::tuple<pid_t, int, int> start(const ChildCommand& command) {
  std::vector<std::string> words = command.words;
  std::vector<std::string> variables = over_inherited(command.variables);
  const std::vector<char*> word_pointers = pointers(words);
  const std::vector<char*> variable_pointers = pointers(variables);

  std::unique_lock starting(one_start_at_a_time());
  Pipe to_child;
  Pipe from_child;
  Pipe failure;
  const pid_t process = ::fork();
  if (process < 0) throw Error(Code::Failed, "cannot start a process: " + system_reason(errno));
  if (process == 0) {
    become({word_pointers.data(),
            variable_pointers.data(),
            command.folder.c_str(),
            command.hide_errors,
            to_child.read_end,
            from_child.write_end,
            failure.write_end});
  }
  starting.unlock();
  if (const int reason = reason_of(failure); reason != 0) {
    await(process);
    throw Error(Code::Failed,
                fmt::format("cannot run {}: {}", command.words.front(), system_reason(reason)));
  }
  return {process, std::exchange(to_child.write_end, -1), std::exchange(from_child.read_end, -1)};
}

}  // namespace

Child::Child(const ChildCommand& command) : name_(command.words.front()) {
  std::tie(process_, input_, output_) = start(command);
}

Child::~Child() {
  close_input();
  close_output();
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  await(process_);
}

void Child::close_input() noexcept { close_end(input_); }
void Child::close_output() noexcept { close_end(output_); }

void Child::send(std::string_view text, std::size_t limit) {
  while (!text.empty() && input_ >= 0) {
    std::array<pollfd, 2> ends{pollfd{output_, POLLIN, 0},
                               pollfd{input_, POLLOUT, 0}};  // -1 is passed over
    if (::poll(ends.data(), ends.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw Error(Code::Failed, fmt::format("cannot await {}: {}", name_, system_reason(errno)));
    }
    if (ends[1].revents != 0) write_some(text);
    if (ends[0].revents != 0) static_cast<void>(receive());
    check_limit(limit);
  }
}

void Child::write_some(std::string_view& text) {
  // A pipe that polls as writable takes this much at once; more could block while the child waits
  // for us to read.
  const ssize_t written =
      ::write(input_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
  if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  if (written < 0 && errno != EINTR) close_input();
}

bool Child::wait_output(std::chrono::milliseconds patience) const {
  if (output_ < 0 || !waiting().empty()) return true;
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd output{output_, POLLIN, 0};
    const int ready = ::poll(&output, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready >= 0 || errno != EINTR) return ready != 0;
  }
}

// Takes what there is to read, or waits for it; false at the end.
bool Child::receive() {
  if (output_ < 0) return false;
  std::array<char, PIPE_BUF> chunk{};
  const ssize_t got = ::read(output_, chunk.data(), chunk.size());
  if (got < 0 && errno == EINTR) return true;
  if (got <= 0) {
    close_output();
    return false;
  }
  received_.append({chunk.data(), static_cast<std::size_t>(got)});
  wipe(chunk.data(), chunk.size());
  return true;
}

std::string_view Child::waiting() const { return received_.expose().substr(taken_); }

void Child::check_limit(std::size_t limit) const {
  if (waiting().size() <= limit) return;
  throw Error(Code::Failed, fmt::format("{} wrote more than {} bytes", name_, limit));
}

SecretText Child::take(std::size_t size, std::size_t skip) {
  SecretText taken(waiting().substr(0, size));
  taken_ += size + skip;
  if (taken_ == received_.size()) {
    received_ = SecretText();
    taken_ = 0;
  }
  return taken;
}

std::optional<SecretText> Child::read_line(std::size_t limit) {
  for (std::size_t looked_at = 0;;) {
    const std::size_t end = waiting().find('\n', looked_at);
    if (end != std::string_view::npos && end <= limit) return take(end, 1);
    check_limit(limit);
    looked_at = waiting().size();
    if (!receive()) return std::nullopt;
  }
}

SecretText Child::read_all(std::size_t limit) {
  do check_limit(limit);
  while (receive());
  if (taken_ == 0) return std::exchange(received_, {});
  return take(waiting().size(), 0);
}

int Child::wait() {
  close_input();
  close_output();
  return await(std::exchange(process_, -1));
}

int Child::interrupt(std::chrono::milliseconds grace) {
  close_input();
  close_output();
  ::kill(process_, SIGINT);
  const std::optional<int> ended = await_for(process_, grace);
  if (!ended) ::kill(process_, SIGKILL);
  const pid_t process = std::exchange(process_, -1);
  return ended ? *ended : await(process);
}

}  // namespace holdfast
