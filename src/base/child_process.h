// A child process that one talks with: a pipe to its standard input, one from its standard output.
#pragma once

#include "src/base/error.h"
#include "src/base/secret.h"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

struct ChildCommand {
  std::vector<std::string> words;           // looked for on PATH where the first has no slash
  std::vector<std::string> variables = {};  // "NAME=value", added to our environment
  Path folder = {};                         // where it runs; "": where we do
  bool hide_errors = false;                 // its stderr goes nowhere; otherwise it is ours
};

// Wants SIGPIPE to be ignored (harden_process). Started when made, without a shell; killed and
// awaited, if it still runs, when destroyed. Not for use by several threads at once. `limit` is how
// many bytes of its output may wait to be taken; more than that throws Failed.
class Child {
 public:
  // Throws Failed with the system's reason when it cannot be started.
  explicit Child(const ChildCommand& command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;
  ~Child();

  // Tells it `text`, and keeps what it writes meanwhile, so that neither blocks the other for ever.
  // What is left once it no longer reads is dropped: reading shows whether it has ended.
  void send(std::string_view text, std::size_t limit);
  void close_input() noexcept;

  // False when `patience` went by without output (or the end of it).
  [[nodiscard]] bool wait_output(std::chrono::milliseconds patience) const;
  // The next line without its line feed; nullopt at the end, where an unfinished line is dropped.
  [[nodiscard]] std::optional<SecretText> read_line(std::size_t limit);
  // All that is still to come.
  [[nodiscard]] SecretText read_all(std::size_t limit);

  // Closes both pipes and awaits its end; its exit code, or 128 + the signal that ended it.
  int wait();
  // The same, but asks it to end (SIGINT) first, and kills it when it is there after `grace`.
  int interrupt(std::chrono::milliseconds grace);

 private:
  bool receive();
  void write_some(std::string_view& text);
  void close_output() noexcept;
  [[nodiscard]] std::string_view waiting() const;
  void check_limit(std::size_t limit) const;
  SecretText take(std::size_t size, std::size_t skip);

  std::string name_;
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  SecretText received_;
  std::size_t taken_ = 0;  // of received_
};

}  // namespace holdfast
