// What the operating system must not do with our secrets, and child processes. The one seam for
// calls that only Linux has.
#pragma once

#include "src/base/secret.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

// Forbids core dumps and tracing of this process, and gives new files no rights for others beyond
// the umask. Called first in main.
void harden_process() noexcept;

// Reads an environment variable that holds a secret and removes it, so that no child process sees
// it. nullopt if it is not set.
[[nodiscard]] std::optional<SecretText> take_secret_variable(const char* name);

struct ChildResult {
  int exit_code;  // of the child; 128 + the signal's number when a signal ended it
  SecretText output;
};

// Runs `words` (found on PATH, no shell), feeds it `input`, and returns what it wrote to stdout, at
// most `limit` bytes. Its stderr is ours. `variables` ("NAME=value") go over those of our
// environment. Throws Failed when it cannot be started or writes more.
[[nodiscard]] ChildResult run_child(const std::vector<std::string>& words,
                                    std::string_view input,
                                    std::size_t limit,
                                    const std::vector<std::string>& variables = {});

// How a program is run at our terminal, its stdin, stdout and stderr being ours.
struct Surroundings {
  std::vector<std::string> variables;  // "NAME=value", over those of our environment
  bool pristine = false;               // these alone
  std::optional<std::string> user;     // a user of the system to become, with HOME, USER, LOGNAME
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

// Makes a FIFO of mode 0600 and feeds it to the first who reads it, from a process of its own that
// ends with the object at the latest.
class FifoFeed {
 public:
  FifoFeed(const std::string& path, std::string_view content);
  FifoFeed(const FifoFeed&) = delete;
  FifoFeed& operator=(const FifoFeed&) = delete;
  FifoFeed(FifoFeed&&) = delete;
  FifoFeed& operator=(FifoFeed&&) = delete;
  ~FifoFeed();

 private:
  int feeder_;
};

// True if files of the folder live in memory (tmpfs, ramfs) and reach no disk, swap aside. False
// where the system cannot tell.
[[nodiscard]] bool lies_in_memory(const std::string& folder);

}  // namespace holdfast
