// The person (or script) at the other end: results on stdout, all else on stderr, questions on the
// terminal. The only file that touches standard streams.
#pragma once

#include "src/base/secret.h"

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::cli {

class Terminal {
 public:
  Terminal() = default;
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  Terminal(Terminal&&) = delete;
  Terminal& operator=(Terminal&&) = delete;
  virtual ~Terminal() = default;

  // Results. Throws Failed when they cannot be written (a full disk, a closed pipe).
  virtual void out(std::string_view text) = 0;
  // One line of news, a warning or an error; a line feed is added.
  virtual void say(std::string_view line) = 0;
  [[nodiscard]] virtual bool stdout_is_terminal() const = 0;
  // Whether lines on stderr may be coloured and a progress bar drawn.
  [[nodiscard]] virtual bool stderr_is_terminal() const = 0;
  // One line on the terminal and nowhere else, wherever the standard streams lead: for a secret
  // that was made here. False where there is no terminal.
  [[nodiscard]] virtual bool show(std::string_view line) = 0;
  // Asks without echo; nullopt where there is no terminal to ask at.
  [[nodiscard]] virtual std::optional<SecretText> ask_secret(std::string_view prompt) = 0;
  // Asks with echo, for what is no secret.
  [[nodiscard]] virtual std::optional<SecretText> ask_line(std::string_view prompt) = 0;
  // Asks a yes-or-no question; nullopt where there is no terminal to ask at.
  [[nodiscard]] virtual std::optional<bool> ask_yes(std::string_view question) = 0;
  // All of standard input.
  [[nodiscard]] virtual SecretText read_input(std::size_t limit) = 0;
  // Draws a bar: `done` of `all`; at the end call with done == all.
  virtual void draw_progress(std::string_view what, std::size_t done, std::size_t all) = 0;
};

// The process's own streams.
class SystemTerminal final : public Terminal {
 public:
  void out(std::string_view text) override;
  void say(std::string_view line) override;
  [[nodiscard]] bool stdout_is_terminal() const override;
  [[nodiscard]] bool stderr_is_terminal() const override;
  [[nodiscard]] bool show(std::string_view line) override;
  [[nodiscard]] std::optional<SecretText> ask_secret(std::string_view prompt) override;
  [[nodiscard]] std::optional<SecretText> ask_line(std::string_view prompt) override;
  [[nodiscard]] std::optional<bool> ask_yes(std::string_view question) override;
  [[nodiscard]] SecretText read_input(std::size_t limit) override;
  void draw_progress(std::string_view what, std::size_t done, std::size_t all) override;

 private:
  std::mutex asking_;  // several threads may each need the passphrase of another key
  bool bar_drawn_ = false;
};

}  // namespace holdfast::cli
