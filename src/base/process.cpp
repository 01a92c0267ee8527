#include "src/base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/vfs.h>
#endif

#include "src/base/error.h"
#include "src/base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
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

std::string_view name_of(std::string_view variable) {
  return variable.substr(0, variable.find('=') + 1);
}

// The first of a name counts: a shell would take the last.
void add_variable(std::vector<std::string>& variables, std::string_view variable) {
  const bool known = std::ranges::any_of(
      variables, [&](const std::string& one) { return name_of(one) == name_of(variable); });
  if (!known) variables.emplace_back(variable);
}

void add_inherited(std::vector<std::string>& variables) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    add_variable(variables, *variable);
  }
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
  add_inherited(environment);
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

namespace {

// All that a signal handler may touch.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t signal_caught = 0;
volatile pid_t attached_child = 0;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

// Ctrl-C reaches the child by itself; the others are sent to us alone.
extern "C" void note_signal(int signal) {
  signal_caught = 1;
  const pid_t child = attached_child;
  if (child > 0 && signal != SIGINT) ::kill(child, signal);
}

constexpr std::array kWatched{SIGINT, SIGTERM, SIGHUP};

// A user to become, looked up before the fork.
struct Account {
  uid_t user = 0;
  gid_t group = 0;
  std::vector<gid_t> groups;
  std::vector<std::string> variables;
};

Account account_of(const std::string& name) {
  const passwd* entry = ::getpwnam(name.c_str());  // NOLINT(concurrency-mt-unsafe): no other asks
  if (entry == nullptr) throw Error(Code::Failed, fmt::format("there is no user {}", name));
  Account account{entry->pw_uid, entry->pw_gid, {}, {}};
  account.variables = {std::string("HOME=") + entry->pw_dir, "USER=" + name, "LOGNAME=" + name};
  int count = 256;
  account.groups.resize(static_cast<std::size_t>(count));
  if (::getgrouplist(name.c_str(), entry->pw_gid, account.groups.data(), &count) < 0) count = 0;
  account.groups.resize(static_cast<std::size_t>(count));
  return account;
}

// What an exec needs, made while memory may still be had.
class Launch {
 public:
  Launch(const std::vector<std::string>& words, const Surroundings& around)
      : words_(words), variables_(around.variables) {
    if (around.user) account_ = account_of(*around.user);
    if (account_) {
      for (const std::string& variable : account_->variables) add_variable(variables_, variable);
    }
    if (!around.pristine) add_inherited(variables_);
    word_pointers_ = pointers(words_);
    variable_pointers_ = pointers(variables_);
  }

  // Returns the reason where it fails. Async-signal-safe.
  [[nodiscard]] int exec() noexcept {
    if (account_ && !become_account()) return errno;
    for (const int signal : kWatched) static_cast<void>(::signal(signal, SIG_DFL));
    static_cast<void>(::signal(SIGPIPE, SIG_DFL));
    environ = variable_pointers_.data();
    ::execvp(word_pointers_.front(), word_pointers_.data());
    return errno;
  }

  [[nodiscard]] Error failure(int reason) const {
    return {Code::Failed, fmt::format("cannot run {}: {}", words_.front(), system_reason(reason))};
  }

 private:
  [[nodiscard]] bool become_account() const noexcept {
    return ::setgroups(account_->groups.size(), account_->groups.data()) == 0 &&
           ::setgid(account_->group) == 0 && ::setuid(account_->user) == 0;
  }

  std::vector<std::string> words_;
  std::vector<std::string> variables_;
  std::optional<Account> account_;
  std::vector<char*> word_pointers_;
  std::vector<char*> variable_pointers_;
};

pid_t start(Launch& launch) {
  Pipe failure;
  const pid_t child = ::fork();
  if (child < 0) throw Error(Code::Failed, "cannot start a process: " + system_reason(errno));
  if (child == 0) {
    const int reason = launch.exec();
    [[maybe_unused]] const ssize_t told = ::write(failure.write_end, &reason, sizeof reason);
    ::_exit(127);
  }
  attached_child = child;
  failure.close_write();
  int reason = 0;
  ssize_t got = 0;
  do {
    got = ::read(failure.read_end, &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  if (got != sizeof reason) return child;
  wait_for(child);
  attached_child = 0;
  throw launch.failure(reason);
}

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

int run_attached(const std::vector<std::string>& words, const Surroundings& around) {
  Launch launch(words, around);
  const SignalWatch watch;
  const pid_t child = start(launch);
  const int code = wait_for(child);
  attached_child = 0;
  return code;
}

void start_attached(const std::vector<std::string>& words, const Surroundings& around) {
  Launch launch(words, around);
  static_cast<void>(start(launch));
  attached_child = 0;
}

void become_program(const std::vector<std::string>& words, const Surroundings& around) {
  Launch launch(words, around);
  throw launch.failure(launch.exec());
}

struct SignalWatch::Before {
  std::array<struct sigaction, kWatched.size()> actions{};
};

SignalWatch::SignalWatch() : before_(std::make_unique<Before>()) {
  struct sigaction action {};
  action.sa_handler = note_signal;  // without SA_RESTART: waiting ends
  for (std::size_t i = 0; i < kWatched.size(); ++i) {
    ::sigaction(kWatched.at(i), &action, &before_->actions.at(i));
  }
}

SignalWatch::~SignalWatch() {
  for (std::size_t i = 0; i < kWatched.size(); ++i) {
    ::sigaction(kWatched.at(i), &before_->actions.at(i), nullptr);
  }
}

bool SignalWatch::caught() noexcept { return signal_caught != 0; }

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
  wait_for(feeder_);
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
