#include "cli/plugin_ui.h"

#include "tests/support/catch.h"

#include <deque>
#include <string>
#include <vector>

namespace holdfast::cli {

namespace {

// Answers what a test has laid out; with nothing left, nobody is there to be asked.
class LaidOutTerminal final : public Terminal {
 public:
  std::deque<std::string> answers;
  std::vector<std::string> said;
  std::vector<std::string> prompts;

  void out(std::string_view /*text*/) override {}
  void say(std::string_view line) override { said.emplace_back(line); }
  [[nodiscard]] bool stdout_is_terminal() const override { return false; }
  [[nodiscard]] bool stderr_is_terminal() const override { return false; }
  [[nodiscard]] bool show(std::string_view /*line*/) override { return false; }
  [[nodiscard]] std::optional<SecretText> ask_secret(std::string_view prompt) override {
    return next("secret: " + std::string(prompt));
  }
  [[nodiscard]] std::optional<SecretText> ask_line(std::string_view prompt) override {
    return next("line: " + std::string(prompt));
  }
  [[nodiscard]] std::optional<bool> ask_yes(std::string_view /*question*/) override { return {}; }
  [[nodiscard]] SecretText read_input(std::size_t /*limit*/) override { return {}; }
  void draw_progress(std::string_view /*what*/,
                     std::size_t /*done*/,
                     std::size_t /*all*/) override {}

 private:
  std::optional<SecretText> next(std::string prompt) {
    prompts.push_back(std::move(prompt));
    if (answers.empty()) return std::nullopt;
    SecretText answer(answers.front());
    answers.pop_front();
    return answer;
  }
};

}  // namespace

TEST_CASE("plugin_ui: messages name the plugin", "[cli]") {
  LaidOutTerminal terminal;
  TerminalPluginUi ui(terminal);
  CHECK(ui.message("yubikey", "touch it"));
  ui.waiting("yubikey");
  CHECK(terminal.said ==
        std::vector<std::string>{"yubikey plugin: touch it", "waiting for the yubikey plugin..."});
}

TEST_CASE("plugin_ui: only secrets are asked for without echo", "[cli]") {
  LaidOutTerminal terminal;
  TerminalPluginUi ui(terminal);
  terminal.answers = {"1234", "serial"};
  CHECK(ui.request_secret("toy", "PIN:")->expose() == "1234");
  CHECK(ui.request_public("toy", "which one?")->expose() == "serial");
  CHECK(terminal.prompts == std::vector<std::string>{"secret: PIN: ", "line: which one? "});
}

TEST_CASE("plugin_ui: a choice is asked for until it is one", "[cli]") {
  LaidOutTerminal terminal;
  TerminalPluginUi ui(terminal);
  terminal.answers = {"3", "yes", "2", "1", ""};
  CHECK(ui.confirm("toy", "plug it in", "done", "skip") == false);
  CHECK(terminal.prompts.size() == 3);
  CHECK(terminal.prompts.back() == "line: plug it in (1: \"done\", 2: \"skip\") ");
  CHECK(ui.confirm("toy", "plug it in", "done", "skip") == true);
  CHECK_FALSE(ui.confirm("toy", "plug it in", "done", "skip"));
}

TEST_CASE("plugin_ui: with one option there is only to go on", "[cli]") {
  LaidOutTerminal terminal;
  TerminalPluginUi ui(terminal);
  terminal.answers = {""};
  CHECK(ui.confirm("toy", "plug it in", "done", "") == true);
  CHECK(terminal.prompts.back() == "line: plug it in (press enter for \"done\") ");
}

TEST_CASE("plugin_ui: where nobody can be asked, it is refused and said", "[cli]") {
  LaidOutTerminal terminal;
  TerminalPluginUi ui(terminal);
  CHECK_FALSE(ui.request_secret("toy", "PIN:"));
  CHECK_FALSE(ui.request_public("toy", "x"));
  CHECK_FALSE(ui.confirm("toy", "x", "y", "n"));
  CHECK_FALSE(ui.confirm("toy", "x", "y", ""));
  CHECK(terminal.said == std::vector<std::string>(4, "warning: age-plugin-toy got no answer"));
}

}  // namespace holdfast::cli
