#include "src/base/attached_program.h"

#include "src/base/child_start.h"
#include "src/base/error.h"
#include "src/base/file.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <iterator>
#include <mutex>
#include <utility>

namespace holdfast {

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
    if (account_) std::ranges::copy(account_->variables, std::back_inserter(variables_));
    variables_ = around.pristine ? first_of_each(variables_) : over_inherited(variables_);
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
  std::unique_lock starting(one_start_at_a_time());
  Pipe failure;
  const pid_t child = ::fork();
  if (child < 0) throw Error(Code::Failed, "cannot start a process: " + system_reason(errno));
  if (child == 0) give_up(launch.exec(), failure.write_end);
  starting.unlock();
  attached_child = child;
  const int reason = reason_of(failure);
  if (reason == 0) return child;
  await(child);
  attached_child = 0;
  throw launch.failure(reason);
}

}  // namespace

int run_attached(const std::vector<std::string>& words, const Surroundings& around) {
  Launch launch(words, around);
  const SignalWatch watch;
  const pid_t child = start(launch);
  const int code = await(child);
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

}  // namespace holdfast
