// What age plugins say and ask, at the terminal.
#pragma once

#include "cli/terminal.h"
#include "crypto/age/plugin_ui.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::cli {

// Messages go to stderr, as "NAME plugin: TEXT"; questions to the controlling terminal. Plugins
// that ask at the same time take turns. Where there is no terminal, questions are refused, and a
// warning says so.
class TerminalPluginUi final : public age::PluginUi {
 public:
  explicit TerminalPluginUi(Terminal& terminal) : terminal_(terminal) {}

  [[nodiscard]] bool message(std::string_view plugin, std::string_view text) override;
  [[nodiscard]] std::optional<bool> confirm(std::string_view plugin,
                                            std::string_view text,
                                            std::string_view yes,
                                            std::string_view no) override;
  [[nodiscard]] std::optional<SecretText> request_public(std::string_view plugin,
                                                         std::string_view prompt) override;
  [[nodiscard]] std::optional<SecretText> request_secret(std::string_view plugin,
                                                         std::string_view prompt) override;
  void waiting(std::string_view plugin) override;

 private:
  template <class Answer>
  Answer told(std::string_view plugin, Answer answer);

  Terminal& terminal_;
  std::mutex turn_;
};

}  // namespace holdfast::cli
