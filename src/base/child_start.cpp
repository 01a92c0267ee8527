#include "src/base/child_start.h"

#include "src/base/error.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>
#include <string_view>
#include <utility>

namespace holdfast {

namespace {

std::string_view name_of(std::string_view variable) {
  return variable.substr(0, variable.find('=') + 1);
}

}  // namespace

void close_end(int& end) noexcept {
  if (end >= 0) ::close(std::exchange(end, -1));
}

Pipe::Pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0)
    throw Error(Code::Failed, "cannot make a pipe: " + system_reason(errno));
  read_end = ends[0];
  write_end = ends[1];
  ::fcntl(read_end, F_SETFD, FD_CLOEXEC);
  ::fcntl(write_end, F_SETFD, FD_CLOEXEC);
}

Pipe::~Pipe() {
  close_end(read_end);
  close_end(write_end);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> first_of_each(const std::vector<std::string>& variables) {
  std::vector<std::string> all;
  std::set<std::string_view> names;
  for (const std::string& variable : variables) {
    if (names.insert(name_of(variable)).second) all.push_back(variable);
  }
  return all;
}

std::vector<std::string> over_inherited(const std::vector<std::string>& variables) {
  std::vector<std::string> all = variables;
  for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
  return first_of_each(all);
}

std::mutex& one_start_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

void give_up(int reason, int failure) noexcept {
  [[maybe_unused]] const ssize_t told = ::write(failure, &reason, sizeof reason);
  ::_exit(127);
}

int reason_of(Pipe& failure) {
  close_end(failure.write_end);
  int reason = 0;
  ssize_t told = 0;
  while ((told = ::read(failure.read_end, &reason, sizeof reason)) < 0 && errno == EINTR) {
  }
  return told == sizeof reason ? reason : 0;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int await(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return exit_code_of(status);
}

}  // namespace holdfast
