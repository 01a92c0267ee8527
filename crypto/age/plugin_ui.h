// What an age plugin may ask of the person at the other end (age plugin protocol, "Phase 2").
#pragma once

#include "src/base/secret.h"

#include <optional>
#include <string_view>

namespace holdfast::age {

// Several plugins may ask at once, each from a thread of its own: to let one finish before the next
// begins is up to the implementation. `plugin` is the plugin's name, such as "yubikey". Texts are
// UTF-8 without control characters other than line feeds.
class PluginUi {
 public:
  PluginUi() = default;
  PluginUi(const PluginUi&) = delete;
  PluginUi& operator=(const PluginUi&) = delete;
  PluginUi(PluginUi&&) = delete;
  PluginUi& operator=(PluginUi&&) = delete;
  virtual ~PluginUi() = default;

  // Shows a message; false where it cannot be shown.
  [[nodiscard]] virtual bool message(std::string_view plugin, std::string_view text) = 0;
  // Lets the user choose between two options, of which `no` may be "": nothing else to choose.
  // nullopt where nobody can be asked, as in all that follow.
  [[nodiscard]] virtual std::optional<bool> confirm(std::string_view plugin,
                                                    std::string_view text,
                                                    std::string_view yes,
                                                    std::string_view no) = 0;
  [[nodiscard]] virtual std::optional<SecretText> request_public(std::string_view plugin,
                                                                 std::string_view prompt) = 0;
  [[nodiscard]] virtual std::optional<SecretText> request_secret(std::string_view plugin,
                                                                 std::string_view prompt) = 0;
  // The plugin has been silent for some seconds: perhaps it waits for a key to be touched.
  virtual void waiting(std::string_view plugin) = 0;
};

}  // namespace holdfast::age
