#include "cli/terminal.h"

#include "src/base/error.h"
#include "src/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace holdfast::cli {

namespace {

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The controlling terminal, which is there even when the standard streams are redirected.
class ControllingTerminal {
 public:
  ControllingTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
  ControllingTerminal(const ControllingTerminal&) = delete;
  ControllingTerminal& operator=(const ControllingTerminal&) = delete;
  ControllingTerminal(ControllingTerminal&&) = delete;
  ControllingTerminal& operator=(ControllingTerminal&&) = delete;
  ~ControllingTerminal() {
    if (hidden_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] bool open() const { return descriptor_ >= 0; }
  void hide() {
    if (::tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  // False when the terminal is gone.
  [[nodiscard]] bool print(std::string_view text) const { return write_all(descriptor_, text); }
  // nullopt when the terminal is gone, or its end is typed, before a line is.
  [[nodiscard]] std::optional<SecretText> read_line() const {
    SecretText line;
    char next = 0;
    while (::read(descriptor_, &next, 1) == 1 && next != '\n') line.append(next);
    const bool ended = next != '\n' && line.empty();
    wipe(&next, 1);
    return ended ? std::nullopt : std::optional(std::move(line));
  }

 private:
  int descriptor_;
  termios before_{};
  bool hidden_ = false;
};

}  // namespace

void SystemTerminal::out(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) {
    throw Error(Code::Failed, "cannot write the result: " + system_reason(errno));
  }
}

void SystemTerminal::say(std::string_view line) {
  if (bar_drawn_) write_all(STDERR_FILENO, "\r\x1b[K");
  bar_drawn_ = false;
  write_all(STDERR_FILENO, fmt::format("{}\n", line));
}

bool SystemTerminal::stdout_is_terminal() const { return ::isatty(STDOUT_FILENO) == 1; }
bool SystemTerminal::stderr_is_terminal() const { return ::isatty(STDERR_FILENO) == 1; }

bool SystemTerminal::show(std::string_view line) {
  const ControllingTerminal terminal;
  return terminal.open() && terminal.print(line) && terminal.print("\n");
}

std::optional<SecretText> SystemTerminal::ask_secret(std::string_view prompt) {
  const std::lock_guard guard(asking_);
  ControllingTerminal terminal;
  if (!terminal.open()) return std::nullopt;
  terminal.hide();
  if (!terminal.print(prompt)) return std::nullopt;
  std::optional<SecretText> answer = terminal.read_line();
  static_cast<void>(terminal.print("\n"));
  return answer;
}

std::optional<SecretText> SystemTerminal::ask_line(std::string_view prompt) {
  const ControllingTerminal terminal;
  if (!terminal.open()) return std::nullopt;
  if (!terminal.print(prompt)) return std::nullopt;
  return terminal.read_line();
}

std::optional<bool> SystemTerminal::ask_yes(std::string_view question) {
  const ControllingTerminal terminal;
  if (!terminal.open() || !terminal.print(fmt::format("{} [y/N] ", question))) return std::nullopt;
  const std::optional<SecretText> answer = terminal.read_line();
  if (!answer) return std::nullopt;
  return answer->expose() == "y" || answer->expose() == "yes";
}

SecretText SystemTerminal::read_input(std::size_t limit) {
  return read_descriptor(STDIN_FILENO, "standard input", limit);
}

void SystemTerminal::draw_progress(std::string_view what, std::size_t done, std::size_t all) {
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = all == 0 ? kWidth : std::min(kWidth, done * kWidth / all);
  write_all(
      STDERR_FILENO,
      fmt::format(
          "\r\x1b[K{} [{:=<{}}{: <{}}] {}/{}", what, "", filled, "", kWidth - filled, done, all));
  bar_drawn_ = true;
  if (done >= all) {
    write_all(STDERR_FILENO, "\r\x1b[K");
    bar_drawn_ = false;
  }
}

}  // namespace holdfast::cli
