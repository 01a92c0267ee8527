// Runs a program and prints what it took as JSON: seconds, processor seconds, peak memory in bytes
// and its exit code. A process counts the memory of the one it was started from until it is
// replaced, so that a script cannot measure a program that is smaller than itself. usage:
// bench_watch PROGRAM ARGUMENT...

#include <spawn.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int count, char** words) {
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (count < 2 || ::posix_spawnp(&child, words[1], nullptr, nullptr, words + 1, environ) != 0) {
    std::cerr << "watch: cannot run the program\n";
    return 1;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
#ifdef __APPLE__
  constexpr long kUnit = 1;
#else
  constexpr long kUnit = 1024;
#endif
  std::cout << "{\"seconds\": " << wall.count()
            << ", \"processor_seconds\": " << seconds(used.ru_utime) + seconds(used.ru_stime)
            << ", \"peak_bytes\": " << used.ru_maxrss * kUnit
            << ", \"code\": " << (WIFEXITED(status) ? WEXITSTATUS(status) : 128) << "}\n";
  return 0;
}
