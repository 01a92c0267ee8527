// Programs that run at our terminal in our stead: an editor, a shell.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast {

// How a program is run at our terminal, its stdin, stdout and stderr being ours.
struct Surroundings {
  std::vector<std::string> variables = {};  // "NAME=value", over those of our environment
  bool pristine = false;                    // these alone
  std::optional<std::string> user = {};  // a user of the system to become, with HOME, USER, LOGNAME
};

// Runs `words` and returns the exit code, as ChildResult has it. Ctrl-C meanwhile is the child's;
// SIGTERM and SIGHUP are passed on to it. Throws Failed when it cannot be started or there is no
// such user.
[[nodiscard]] int run_attached(const std::vector<std::string>& words, const Surroundings& around);
// Starts `words` and does not wait for them.
void start_attached(const std::vector<std::string>& words, const Surroundings& around);
// Becomes the program: returns only by throwing Failed.
[[noreturn]] void become_program(const std::vector<std::string>& words, const Surroundings& around);

// While it lives SIGINT, SIGTERM and SIGHUP are noted instead of ending the process, so that what
// must not stay behind can be removed. The innermost one counts.
class SignalWatch {
 public:
  SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  SignalWatch(SignalWatch&&) = delete;
  SignalWatch& operator=(SignalWatch&&) = delete;
  ~SignalWatch();

  // True once one of them came, in the life of any watch.
  [[nodiscard]] static bool caught() noexcept;

 private:
  struct Before;
  std::unique_ptr<Before> before_;
};

}  // namespace holdfast
