// What the operating system must not do with our secrets, and child processes. The one seam for
// calls that only Linux has.
#pragma once

#include "src/base/error.h"
#include "src/base/secret.h"

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

// A variable that is no secret.
[[nodiscard]] std::optional<std::string> environment_variable(const char* name);

// The program of this name on PATH, by its whole path. Folders of PATH that are not absolute do not
// count, so that nothing is run from wherever the user happens to be.
[[nodiscard]] std::optional<Path> find_program(std::string_view name);

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
