// The messages that an age client and a plugin exchange: stanzas in their text form (age plugin
// protocol, "IPC protocol").
#pragma once

#include "src/base/bytes.h"
#include "src/base/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::age {

// The way to a plugin and back; errors do not name the plugin.
class PluginChannel {
 public:
  PluginChannel() = default;
  PluginChannel(const PluginChannel&) = delete;
  PluginChannel& operator=(const PluginChannel&) = delete;
  PluginChannel(PluginChannel&&) = delete;
  PluginChannel& operator=(PluginChannel&&) = delete;
  virtual ~PluginChannel() = default;

  // A plugin that no longer listens is no error here: reading shows that it has ended.
  virtual void send(std::string_view text) = 0;
  // The next line without its line feed; nullopt at the end. Throws Failed for one over `limit`.
  [[nodiscard]] virtual std::optional<SecretText> read_line(std::size_t limit) = 0;
};

struct PluginMessage {
  std::string command;
  std::vector<std::string> arguments;
  SecretText body;  // decoded; may be a file key
};

// Appends a message's text form to `out`. The first of `words` is its command.
void append_message(SecretText& out,
                    const std::vector<std::string_view>& words,
                    ByteView body = {});

// Reads what the plugin sends, within limits: a hostile one must not choose our memory or time.
class PluginMessages {
 public:
  explicit PluginMessages(PluginChannel& channel) : channel_(channel) {}

  // Throws Failed for what is no message, at the end, and once there were too many of them.
  [[nodiscard]] PluginMessage read();

 private:
  SecretText read_line();
  SecretText read_body();

  PluginChannel& channel_;
  std::size_t messages_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace holdfast::age
