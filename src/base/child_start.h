// What every way of starting a process shares; for the sources of src/base alone.
#pragma once

#include <sys/types.h>

#include <mutex>
#include <string>
#include <vector>

namespace holdfast {

// Closes a descriptor, once.
void close_end(int& end) noexcept;

// Both ends are closed when the program is replaced, and with the object.
struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe();  // throws Failed
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Pipe(Pipe&&) = delete;
  Pipe& operator=(Pipe&&) = delete;
  ~Pipe();
};

// As exec wants them; good as long as `texts` stay as they are.
[[nodiscard]] std::vector<char*> pointers(std::vector<std::string>& texts);

// These variables ("NAME=value"), the first of each name alone: of two a shell takes the last.
[[nodiscard]] std::vector<std::string> first_of_each(const std::vector<std::string>& variables);

// The same, with those of our environment that have another name.
[[nodiscard]] std::vector<std::string> over_inherited(const std::vector<std::string>& variables);

// Held from the making of pipes to the fork: a child that another thread starts in between would
// inherit their ends before they are marked, and keep them open.
[[nodiscard]] std::mutex& one_start_at_a_time();

// In the child: tells why it could not become the program, and ends. Async-signal-safe.
[[noreturn]] void give_up(int reason, int failure) noexcept;

// Why the program could not be run; 0 if it runs, since its end of the pipe is closed by then.
[[nodiscard]] int reason_of(Pipe& failure);

[[nodiscard]] int exit_code_of(int status);  // 128 + the signal's number when a signal ended it

// Waits for its end; the exit code.
int await(pid_t process);

}  // namespace holdfast
