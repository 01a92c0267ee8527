// A running plugin: the program age-plugin-NAME, spoken to over its standard input and output. The
// only place in this layer that starts a process.
#pragma once

#include "crypto/age/plugin_message.h"
#include "src/base/child_process.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::age {

enum class PluginMode { Recipient, Identity };

// How long a plugin may be silent before the user is told that we wait for it.
inline constexpr std::chrono::milliseconds kPluginPatience{5000};

// Started when made, in a folder for temporary files, its stderr hidden unless AGEDEBUG is
// "plugin". When destroyed, its pipes are closed and it is asked to end (SIGINT); killed if it does
// not.
class PluginProcess final : public PluginChannel {
 public:
  // `on_silence` is called once a wait for a line lasts longer than `patience`. Throws Failed when
  // there is no such program (only folders of PATH that are absolute count) or it does not start.
  PluginProcess(std::string_view name,
                PluginMode mode,
                std::function<void()> on_silence,
                std::chrono::milliseconds patience = kPluginPatience);
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;
  PluginProcess(PluginProcess&&) = delete;
  PluginProcess& operator=(PluginProcess&&) = delete;
  ~PluginProcess() override;

  void send(std::string_view text) override;
  [[nodiscard]] std::optional<SecretText> read_line(std::size_t limit) override;

 private:
  Child child_;
  std::function<void()> on_silence_;
  std::chrono::milliseconds patience_;
};

}  // namespace holdfast::age
