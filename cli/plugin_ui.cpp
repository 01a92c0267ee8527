#include "cli/plugin_ui.h"

#include <fmt/format.h>

#include <utility>

namespace holdfast::cli {

namespace {

// 1 or 2, asked for until one of them is given; nullopt where nobody can be asked, or on an empty
// answer, which is also what the end of the terminal's input looks like.
std::optional<bool> choose(Terminal& terminal, const std::string& prompt) {
  for (;;) {
    const std::optional<SecretText> given = terminal.ask_line(prompt);
    if (!given || given->empty()) return std::nullopt;
    if (given->expose() == "1" || given->expose() == "2") return given->expose() == "1";
  }
}

}  // namespace

// Says why a plugin gets no answer.
template <class Answer>
Answer TerminalPluginUi::told(std::string_view plugin, Answer answer) {
  if (!answer) terminal_.say(fmt::format("warning: age-plugin-{} got no answer", plugin));
  return answer;
}

bool TerminalPluginUi::message(std::string_view plugin, std::string_view text) {
  const std::lock_guard turn(turn_);
  terminal_.say(fmt::format("{} plugin: {}", plugin, text));
  return true;
}

std::optional<bool> TerminalPluginUi::confirm(std::string_view plugin,
                                              std::string_view text,
                                              std::string_view yes,
                                              std::string_view no) {
  const std::lock_guard turn(turn_);
  if (no.empty()) {
    const bool seen =
        terminal_.ask_line(fmt::format(R"({} (press enter for "{}") )", text, yes)).has_value();
    return told(plugin, seen ? std::optional(true) : std::nullopt);
  }
  return told(plugin, choose(terminal_, fmt::format(R"({} (1: "{}", 2: "{}") )", text, yes, no)));
}

std::optional<SecretText> TerminalPluginUi::request_public(std::string_view plugin,
                                                           std::string_view prompt) {
  const std::lock_guard turn(turn_);
  return told(plugin, terminal_.ask_line(fmt::format("{} ", prompt)));
}

std::optional<SecretText> TerminalPluginUi::request_secret(std::string_view plugin,
                                                           std::string_view prompt) {
  const std::lock_guard turn(turn_);
  return told(plugin, terminal_.ask_secret(fmt::format("{} ", prompt)));
}

void TerminalPluginUi::waiting(std::string_view plugin) {
  const std::lock_guard turn(turn_);
  terminal_.say(fmt::format("waiting for the {} plugin...", plugin));
}

}  // namespace holdfast::cli
