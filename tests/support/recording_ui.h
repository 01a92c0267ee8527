// Answers a plugin's questions as a test says, and notes down what was asked.
#pragma once

#include "crypto/age/plugin_ui.h"

#include <string>
#include <vector>

namespace holdfast::test {

class RecordingUi final : public age::PluginUi {
 public:
  bool can_show = true;
  std::optional<bool> choice;
  std::optional<std::string> answer;
  std::vector<std::string> asked;

  [[nodiscard]] bool message(std::string_view plugin, std::string_view text) override {
    note("message", plugin, text);
    return can_show;
  }
  [[nodiscard]] std::optional<bool> confirm(std::string_view plugin,
                                            std::string_view text,
                                            std::string_view yes,
                                            std::string_view no) override {
    note("confirm", plugin, std::string(text) + "/" + std::string(yes) + "/" + std::string(no));
    return choice;
  }
  [[nodiscard]] std::optional<SecretText> request_public(std::string_view plugin,
                                                         std::string_view prompt) override {
    note("public", plugin, prompt);
    return given();
  }
  [[nodiscard]] std::optional<SecretText> request_secret(std::string_view plugin,
                                                         std::string_view prompt) override {
    note("secret", plugin, prompt);
    return given();
  }
  void waiting(std::string_view plugin) override { note("waiting", plugin, ""); }

 private:
  void note(const std::string& what, std::string_view plugin, std::string_view text) {
    asked.push_back(what + " " + std::string(plugin) + ": " + std::string(text));
  }
  [[nodiscard]] std::optional<SecretText> given() const {
    return answer ? std::optional(SecretText(*answer)) : std::nullopt;
  }
};

}  // namespace holdfast::test
